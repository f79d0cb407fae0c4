"""The version of the REST interface, as it stands in the media type."""

from __future__ import annotations

import re
from typing import Final

NEWEST: Final = 3
OLDEST: Final = 1

_TYPE: Final = re.compile(r"application/vnd\.iperity\.compass\.v([0-9]{1,4})\+json", re.IGNORECASE)


def media_type(version: int) -> str:
    """For ``Accept``, and for ``Content-Type`` of a body."""
    return f"application/vnd.iperity.compass.v{version}+json"


def version_of(content_type: str | None) -> int | None:
    """The version an answer was written in, ``None`` if it does not say."""
    found = _TYPE.match((content_type or "").strip())
    return int(found[1]) if found else None
