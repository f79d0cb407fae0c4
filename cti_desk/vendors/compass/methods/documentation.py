"""What docs/compass.md and the scorecard are written from: Compass's REST calls and XMPP stanzas.

Listed are the REST calls in each version, the files, the requests, filters and notifications of
XMPP, the kinds of callpoints, and the manual's examples kept in tests/vendors/compass/fixtures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, get_args

from cti_desk.declarations.arguments import Argument
from cti_desk.declarations.documentation import Documentation, link, row
from cti_desk.declarations.methods import Member, Method
from cti_desk.vendors.compass.messages import callpoints, notifications, requests
from cti_desk.vendors.compass.methods import ENDPOINTS, FAMILIES
from cti_desk.vendors.compass.methods.endpoint import Endpoint
from cti_desk.vendors.compass.methods.files import DOWNLOADS
from cti_desk.vendors.compass.methods.generic import GENERIC

_FORMS: Final = {"text": "text", "integer": "whole number", "yes_no": "`yes` or `no`"}
_VERSIONS: Final = (1, 2, 3)


def _parts() -> Mapping[str, Iterable[str]]:
    return {"overview": _overview(), "details": _details()}


def _overview() -> Iterator[str]:
    yield "## Overview"
    for family, endpoints in FAMILIES.items():
        yield from _heading(family, "| Call | What it does | Request | Versions |")
        for endpoint in endpoints:
            request = f"`{endpoint.verb} {endpoint.path}`"
            versions = ", ".join(map(str, endpoint.versions))
            yield row(link(endpoint.method.name), endpoint.method.help, request, versions)
    yield from _heading("Files", "| Call | What it does | Path on the download host |")
    for download in DOWNLOADS:
        yield row(link(download.method.name), download.method.help, f"`{download.path}`")
    yield from _heading("Anything else", "| Call | What it does | Request |")
    for generic in GENERIC:
        yield row(link(generic.method.name), generic.method.help, f"`{generic.verb}`")


def _details() -> Iterator[str]:
    for family, endpoints in FAMILIES.items():
        yield f"\n## {family}"
        for endpoint in endpoints:
            yield from _method(endpoint.method, endpoint)
    yield "\n## Files"
    for download in DOWNLOADS:
        yield from _method(download.method)
    yield "\n## Anything else"
    for generic in GENERIC:
        yield from _method(generic.method)


def _method(method: Method, endpoint: Endpoint | None = None) -> Iterator[str]:
    yield f"\n### {method.name}\n"
    yield f"{method.help} {method.note}".strip()
    if endpoint is not None and endpoint.feature:
        yield f"\nNeeds the user feature “{endpoint.feature}”."
    if method.arguments:
        yield "\n| Argument | On the wire | Value | Meaning |"
        yield "|---|---|---|---|"
        for one in method.arguments:
            name = f"`{one.name}`" + (" (needed)" if one.mandatory else "")
            yield row(name, _spelt(one, one.name), _value(one), one.help)
    if method.members:
        told = ", ".join(_member(member) for member in method.members)
        yield f"\nAnswers{' a list of' if method.reply == 'records' else ''}: {told}."


def _heading(title: str, columns: str) -> Iterator[str]:
    yield f"\n{title}:\n"
    yield columns
    yield "|---" * (columns.count("|") - 1) + "|"


def _member(member: Member) -> str:
    versions = [str(each) for each in _VERSIONS if member.spellings(f"v{each}")]
    only = "" if len(versions) == len(_VERSIONS) else f" (version {', '.join(versions)})"
    return _spelt(member, member.name) + only


def _spelt(declared: Argument | Member, name: str) -> str:
    """The name on the wire, and what it is called in a version that differs."""
    others = {
        each: spelt
        for each in _VERSIONS
        if (spelt := declared.spellings(f"v{each}")) and spelt != (name,)
    }
    words = "".join(f" (version {each}: `{spelt[0]}`)" for each, spelt in others.items())
    return f"`{name}`{words}"


def _value(argument: Argument) -> str:
    words = _FORMS.get(argument.kind) or ", ".join(f"`{choice}`" for choice in argument.choices)
    if argument.minimum is not None:
        words += f", from {argument.minimum}"
    if argument.maximum is not None:
        words += f", up to {argument.maximum}"
    return words


def _items(fixtures: Iterable[str]) -> Iterator[str]:
    for endpoint in ENDPOINTS.values():
        for version in endpoint.versions:
            yield f"{endpoint.verb} {endpoint.path} in version {version}"
    for download in DOWNLOADS:
        yield from (f"file {download.name} {which}" for which in download.columns)
    yield from (f"any call by {generic.method.name}" for generic in GENERIC)
    for kind in (requests.GET_COMPANY, requests.GET, requests.ACTION):
        yield f"request {kind}"
    yield from (f"filter {kind}" for kind in get_args(requests.FilterType))
    yield from (f"notification {kind.TYPE}" for kind in _declared(notifications.Notification))
    yield from (f"callpoint {kind.TYPE}" for kind in _declared(callpoints.Callpoint))
    yield from (f"example {name}" for name in sorted(fixtures))


def _declared(base: type[Any]) -> list[type[Any]]:
    """The kinds that the wire names, in the order of their declaration."""
    return [kind for kind in base.__subclasses__() if kind.TYPE]


DOCUMENTATION: Final = Documentation(
    _parts, "Iperity Compass: what its documents hold, and what of it is done", _items
)
