"""Where the XMPP interface is, who logs in to it, and how it is to be spoken to."""

from __future__ import annotations

import ipaddress
import platform
import re
import secrets
import string
from typing import Final, Literal
from urllib.parse import urlsplit

from msgspec import Struct

Invisible = Literal["required", "preferred", "off"]

_RANDOM: Final = 10
_LONGEST_BASE: Final = 40
_ALPHABET: Final = string.ascii_lowercase + string.digits


class XmppSite(Struct, frozen=True):
    """``jid`` is the bare JID; ``domain`` the platform's; ``phone`` and ``pubsub`` its services.

    ``host`` and ``port`` are connected to; its certificate must be for one of ``names``.
    ``websocket`` is a ``wss://`` address that carries the stream in their place. ``ca_file`` is a
    site's own authority (PEM). ``resource`` begins the name of each connection.
    """

    jid: str
    password: str
    domain: str
    phone: str
    pubsub: str
    host: str
    port: int
    names: tuple[str, ...]
    websocket: str | None = None
    ca_file: str | None = None
    resource: str | None = None
    priority: int = -1
    invisible: Invisible = "required"

    def __repr__(self) -> str:
        return f"XmppSite({self.jid!r}, {self.where!r})"

    @property
    def where(self) -> str:
        """What to call it in sentences."""
        if self.websocket is not None:
            return urlsplit(self.websocket).netloc
        return f"{self.host}:{self.port}"

    @property
    def jid_domain(self) -> str:
        return self.jid.rpartition("@")[2]

    @property
    def on_loopback(self) -> bool:
        """A simulator's, which no proxy can reach."""
        host = self.host if self.websocket is None else urlsplit(self.websocket).hostname or ""
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

    def trusts(self, sender: str | None) -> bool:
        """Whether a message is the platform's own: from one of its hosts, not from a person.

        Any host of the platform counts, because the manual lets other hosts answer than were asked.
        """
        name = (sender or "").lower().partition("/")[0]
        domain = self.domain.lower()
        return "@" not in name and (name == domain or name.endswith(f".{domain}"))


def new_resource(base: str | None = None) -> str:
    """A name for one connection that no other has: the same name would end the other."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", base or platform.node() or "desk")
    tail = "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM))
    return f"{plain[:_LONGEST_BASE].strip('-') or 'desk'}-{tail}"
