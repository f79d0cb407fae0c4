"""Where the REST interface and the downloads are, and how to log in to them."""

from __future__ import annotations

import base64
import ipaddress
from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct

HTTPS: Final = "https"


class Site(Struct, frozen=True):
    """``rest`` and ``files`` are origins, ``https://`` and a host with its port if it needs one.

    ``user`` is the REST user name: bare for users of the platform's own domain, the whole JID for
    those of a company's. ``platform`` is what the platform calls its REST host, where ``rest`` is
    another address of it. ``ca_file`` is a site's own authority (PEM). ``method_override`` sends
    PATCH and DELETE as POST with a header, for proxies that know neither.
    """

    rest: str
    files: str
    user: str
    password: str
    ca_file: str | None = None
    method_override: bool = False
    platform: str | None = None

    def __repr__(self) -> str:
        return f"Site({self.rest!r}, user={self.user!r})"

    @property
    def authorization(self) -> str:
        """The header of basic authentication, in UTF-8."""
        return f"Basic {self._encoded()}"

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must appear in no message: the password, and the header's form of it."""
        return (self.password, self._encoded())

    @property
    def on_loopback(self) -> bool:
        """A simulator's, which no proxy can reach."""
        host = urlsplit(self.rest).hostname or ""
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

    def _encoded(self) -> str:
        return base64.b64encode(f"{self.user}:{self.password}".encode()).decode("ascii")
