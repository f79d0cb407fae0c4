"""Where the broker is and how to log in to it."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct, structs

DEFAULT_PORT: Final = 61613
DEFAULT_USER: Final = "instantvoice"
PUBLISHED_PASSWORD: Final = "sT0MpM3"  # noqa: S105 - printed in the manual; we warn of its use
"""The password that every InstantVoice has until an administrator changes it."""

PLAIN_TEXT_MARK: Final = "Not encrypted: password, key and calls travel in clear text."
PUBLISHED_MARK: Final = "The broker still uses the password printed in its manual."


class Host(Struct, frozen=True):
    """One broker address."""

    name: str
    port: int = DEFAULT_PORT

    def __str__(self) -> str:
        return f"[{self.name}]:{self.port}" if ":" in self.name else f"{self.name}:{self.port}"


class Login(Struct, frozen=True):
    """The values of a CONNECT frame's headers, as they are written into it."""

    user: str
    password: str
    virtual_host: str

    def __repr__(self) -> str:
        return f"Login(user={self.user!r}, virtual_host={self.virtual_host!r})"


class Broker(Struct, frozen=True):
    """Broker addresses to try in turn, and the login. ``ca_file`` is a site's own CA (PEM)."""

    hosts: tuple[Host, ...]
    password: str
    user: str = DEFAULT_USER
    virtual_host: str = "/"
    encryption: Literal["tls", "none"] = "tls"
    ca_file: str | None = None

    def __repr__(self) -> str:
        where = ", ".join(map(str, self.hosts))
        return f"Broker({where}, user={self.user!r}, encryption={self.encryption!r})"

    @property
    def logins(self) -> tuple[Login, ...]:
        r"""The spellings of the login to try in turn; more than one only where brokers differ.

        STOMP 1.2 leaves the headers of CONNECT as they are. RabbitMQ reads ``\\`` there as one
        backslash all the same, and hangs up on what it cannot read.
        """
        plain = Login(self.user, self.password, self.virtual_host)
        escaped = Login(*(_escape(value) for value in structs.astuple(plain)))
        if escaped == plain:
            return (plain,)
        broken = any(end in value for value in structs.astuple(plain) for end in "\r\n")
        return (escaped,) if broken else (escaped, plain)

    @property
    def marks(self) -> tuple[str, ...]:
        """Standing warnings that belong beside the link, as sentences."""
        marks = [PLAIN_TEXT_MARK] if self.encryption == "none" else []
        if self.password == PUBLISHED_PASSWORD:
            marks.append(PUBLISHED_MARK)
        return tuple(marks)


def _escape(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\r", "\\r").replace("\n", "\\n")


def parse_host(text: str, default_port: int = DEFAULT_PORT) -> Host:
    """Read ``host``, ``host:port`` or ``[v6]:port``; raise `ValueError` with words."""
    text = text.strip()
    if text.startswith("["):
        name, bracket, rest = text[1:].partition("]")
        port = rest.removeprefix(":")
        valid = bool(bracket) and (not rest or rest.startswith(":"))
    elif text.count(":") > 1:
        name, port, valid = text, "", True
    else:
        name, colon, port = text.partition(":")
        valid = not colon or bool(port)
    if "://" in text:
        raise ValueError(f"“{text}” is an address of the web: write the host alone, or host:port")
    if not name or not valid or any(sign in name for sign in "/?#@ "):
        raise ValueError(f"“{text}” is not a host or host:port")
    if port and not _is_port(port):
        raise ValueError(f"“{text}” is not a host or host:port: a port is a number from 1 to 65535")
    return Host(name, int(port) if port else default_port)


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6 and 0 < int(text) < 65536
