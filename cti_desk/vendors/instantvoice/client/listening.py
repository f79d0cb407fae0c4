"""Where posted events (IVCEP) are received, and from whom."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address

from msgspec import Struct

from cti_desk.vendors.instantvoice.client.broker import Host


class Listening(Struct, frozen=True):
    """Where events are received, and the addresses whose posts are heard.

    ``by_get``: the site asks by GET (its mode *URL*, or *Options* with that method). Any page that
    a browser shows can have it ask by GET, so that is refused unless the site needs it.
    """

    host: Host
    path: str = "/events"
    senders: tuple[IPv4Network | IPv6Network, ...] = ()
    by_get: bool = False

    @property
    def methods(self) -> tuple[bytes, ...]:
        """The HTTP methods that events may come by."""
        return (b"GET", b"POST") if self.by_get else (b"POST",)

    def hears(self, sender: str) -> bool:
        """Whether posts of this address are heard."""
        address = ip_address(sender.partition("%")[0])
        if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        return any(address in network for network in self.senders)
