"""Finds a company's platform by its domain's name servers (docs/protocols/compass.md §1)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.vendors.compass.client.failures import link_failure
from cti_desk.vendors.compass.client.hosts import SRV, domain_of_target

LOOKUP_S: Final = 6.0
_TRY_S: Final = 2.0


class _Record(NamedTuple):
    """Sorts by preference: a low priority first, then a high weight."""

    priority: int
    lightness: int
    target: str

    @classmethod
    def of(cls, data: Any) -> _Record | None:
        """An alias that stands before the records is none."""
        if not hasattr(data, "target"):
            return None
        return cls(data.priority, -data.weight, data.target)


async def find_domain(company_domain: str, servers: Sequence[str] | None = None) -> str:
    """The platform's domain; ``servers`` (``address:port``) in place of this computer's.

    Raises `LinkFailure`. The answer is as trustworthy as the name servers are, and the password
    goes where it leads: a profile that sets its domain needs no lookup.
    """
    # Here, because it is loaded only for who needs it. slixmpp brings this library along.
    import aiodns

    name = SRV + company_domain
    try:
        async with (
            asyncio.timeout(LOOKUP_S),
            aiodns.DNSResolver(
                nameservers=servers, loop=asyncio.get_running_loop(), timeout=_TRY_S, tries=2
            ) as resolver,
        ):
            answer = await resolver.query_dns(name, "SRV")
    except TimeoutError:
        raise link_failure("timeout", "The name servers do not answer.") from None
    except aiodns.error.DNSError as error:
        if error.args[0] not in (aiodns.error.ARES_ENODATA, aiodns.error.ARES_ENOTFOUND):
            raise link_failure(
                "unreachable", f"The name servers cannot be asked for {company_domain}: {error}."
            ) from error
        raise _unknown(company_domain) from error
    records = [_Record.of(one.data) for one in answer.answer]
    for record in sorted(record for record in records if record is not None):
        if domain := domain_of_target(record.target):
            return domain
    raise _unknown(company_domain)


def _unknown(company_domain: str) -> LinkFailure:
    return link_failure(
        "unreachable",
        f"The domain {company_domain} does not say which platform it belongs to (no record "
        f"{SRV}{company_domain} leads to a host uc. of one): set domain in the profile.",
    )
