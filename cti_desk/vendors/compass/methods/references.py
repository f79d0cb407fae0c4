"""Objects are named by absolute URLs on the platform's own host: made from ids, and checked.

Nothing here sends anything; the point is that nothing is ever sent elsewhere.
"""

from __future__ import annotations

from urllib.parse import quote, unquote

from cti_desk.core.errors import UsageError
from cti_desk.switch_kit.http.origins import Origin, Origins, local_target


def absolute(value: str, kind: str, origin: Origin) -> str:
    """The URL of an object given by URL, path (``queue/270``) or id; ``kind`` is its type.

    It is the platform's own name for the object. Raises `UsageError` for another host's URL or
    another type's.
    """
    text = value.strip()
    if "://" in text:
        text = local_target(text, origin)
    named = origin.spoken if isinstance(origin, Origins) else origin
    if "/" not in text:
        return f"{named}/{kind}/{quote(text, safe='')}"
    parts = text.strip("/").split("/")
    if len(parts) != 2 or parts[0].lower() != kind.lower() or not parts[1]:
        raise UsageError(f"“{value}” is no {kind}: give its id, or {named}/{kind}/ID.")
    return f"{named}/{kind}/{quote(unquote(parts[1]), safe='')}"


def object_id(value: str, origin: Origin) -> str:
    """The id in a URL or path, or the id itself; raise `UsageError` where there is none."""
    text = value.strip()
    if "://" in text:
        text = local_target(text, origin).partition("?")[0]
    found = unquote(text.rstrip("/").rpartition("/")[2]) if "/" in text else text
    if not found or found in (".", ".."):
        raise UsageError(f"“{value}” names no object.")
    return found
