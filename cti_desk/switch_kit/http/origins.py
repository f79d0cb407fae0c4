"""A server's own host, by all its names, so that nothing is ever sent elsewhere.

Nothing here sends anything.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from msgspec import Struct

from cti_desk.core.errors import UsageError

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


class Origins(Struct, frozen=True):
    """A host that may have more than one name (``https://`` and a host each).

    A profile may give an address of its own, of a gateway or a tunnel, while the server calls
    itself by its name. All ``names`` mean the server, and everything is sent to where it is
    reached. ``spoken`` is the name that it uses itself.
    """

    names: tuple[str, ...]
    spoken: str


Origin = str | Origins
"""``https://`` and a host; an `Origins` where the host has two names."""


def local_target(url: str, origin: Origin) -> str:
    """Path and query of a URL or path on the server's own host, without its scheme.

    ``http://`` of the same host is taken as meant: nothing is sent without encryption anyway.
    Raises `UsageError` for any other host.
    """
    try:
        parts = urlsplit(url.strip())
        if parts.scheme or parts.netloc:
            own = [urlsplit(one) for one in _names(origin)]
            if parts.scheme not in _DEFAULT_PORTS or not any(_same_host(parts, o) for o in own):
                raise UsageError(
                    f"“{_shown(parts)}” is not on {own[0].netloc}: nothing is sent there."
                )
    except ValueError as error:
        raise UsageError(f"“{url[:80]}” is no address.") from error
    path = parts.path if parts.path.startswith("/") else f"/{parts.path}"
    if ".." in unquote(path).split("/"):
        raise UsageError(f"“{path[:80]}” is no path of the platform.")
    return f"{path}?{parts.query}" if parts.query else path


def name_in(url: str, names: tuple[str, ...]) -> str | None:
    """Which of the server's names a URL has; ``None`` for a path, or another host's."""
    try:
        parts = urlsplit(url.strip())
        if parts.scheme not in _DEFAULT_PORTS:
            return None
        return next((one for one in names if _same_host(parts, urlsplit(one))), None)
    except ValueError:
        return None


def _names(origin: Origin) -> tuple[str, ...]:
    return origin.names if isinstance(origin, Origins) else (origin,)


def _same_host(parts: SplitResult, own: SplitResult) -> bool:
    if parts.hostname != own.hostname or "@" in parts.netloc:
        return False
    port = parts.port or _DEFAULT_PORTS[parts.scheme]
    return port == (own.port or _DEFAULT_PORTS[own.scheme]) or parts.port is None


def _shown(parts: SplitResult) -> str:
    """Scheme and host: the rest of a foreign address is nobody's business."""
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"[:80]
