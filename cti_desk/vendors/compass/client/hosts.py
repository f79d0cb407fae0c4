"""A platform's hosts, made from its domain (docs/protocols/compass.md §1), and a user's names."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

XMPP_PORT: Final = 5222
SRV: Final = "_xmpp-server._tcp."
"""Before a company's domain: the record whose target is the platform's ``uc.`` host."""


class Hosts(Struct, frozen=True):
    """Where everything is. ``rest`` and ``files`` are origins (``https://`` and a host)."""

    domain: str
    rest: str
    files: str
    xmpp_host: str
    xmpp_port: int
    websocket: str

    @property
    def jid_domain(self) -> str:
        """The domain of JIDs, but for users of a company's own."""
        return f"uc.{self.domain}"

    @property
    def rest_name(self) -> str:
        """What the platform calls its REST host, wherever it is reached."""
        return f"https://rest.{self.domain}"

    @property
    def phone(self) -> str:
        """The JID that answers requests and pings."""
        return f"phone.uc.{self.domain}"

    @property
    def pubsub(self) -> str:
        """The JID that is subscribed to."""
        return f"pubsub.uc.{self.domain}"

    def jid(self, user: str) -> str:
        """The bare JID of a user given by name or JID."""
        return user if "@" in user else f"{user}@{self.jid_domain}"

    def rest_user(self, user: str) -> str:
        """The user's name for the REST interface: bare on the platform's domain, else the JID."""
        name, at, domain = user.rpartition("@")
        return name if at and domain.lower() == self.jid_domain.lower() else user


class Addresses(Struct, frozen=True):
    """Addresses that differ from what the domain says, for a simulator or an unusual site."""

    rest: str | None = None
    files: str | None = None
    xmpp: tuple[str, int] | None = None
    websocket: str | None = None


def hosts_of(domain: str, addresses: Addresses | None = None) -> Hosts:
    """The hosts of a domain, which is the platform's web address without ``www.``."""
    given = addresses or Addresses()
    host, port = given.xmpp or (f"uc.{domain}", XMPP_PORT)
    return Hosts(
        domain,
        given.rest or f"https://rest.{domain}",
        given.files or f"https://files.{domain}",
        host,
        port,
        given.websocket or f"wss://bosh.{domain}/ws",
    )


def domain_of_target(target: str) -> str | None:
    """The platform's domain, from the target of a company's `SRV` record; ``None`` for others."""
    first, _, rest = target.strip().rstrip(".").partition(".")
    return rest if first.lower() == "uc" and "." in rest else None
