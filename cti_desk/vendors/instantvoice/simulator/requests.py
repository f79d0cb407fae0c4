"""A request of ``/queue/config`` read: ``[METHOD, KEY, {arguments}]``, with an identifier or not.

The manual has codes for what is wrong with a request, and the answer goes to the topic of its key.
So whatever names a key is answered: 1 where the arguments are missing, 5 ("the request makes no
sense") for every other form. That InstantVoice answers these at all is *inferred*.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from cti_desk.vendors.instantvoice.simulator import wire

# The manual's keys are letters and digits, at most 20; a topic is made of it.
_KEY: Final = re.compile(r"[0-9A-Za-z_-]{1,64}")
_BEGINNING: Final = re.compile(
    rb"""\s*\[\s*(?:["'](?P<method>\w*)["'])?[^\[\]{},]*,\s*["']?(?P<key>[\w-]+)["']?\s*[,\]]"""
)
_LAST_TEXT: Final = re.compile(rb"""[}\]]\s*,\s*"(?P<identifier>[^"\\]*)"\s*,?\s*\]?\s*$""")


class Request(NamedTuple):
    """``values`` are the arguments, or the code with which a malformed request is refused."""

    method: str
    key: str
    values: Mapping[str, Any] | int
    identifier: str | None = None


def parse_request(body: bytes) -> Request | None:
    """Read a request; ``None`` when not even a key can be found in it."""
    try:
        request = json.loads(body)
    except (ValueError, RecursionError):
        return _no_json(body)
    if not isinstance(request, list) or len(request) < 2:
        return None
    method, key, *rest = request
    if isinstance(key, int) and not isinstance(key, bool):
        key = str(key)  # a key of digits, written as a number
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        return None
    values = rest[0] if rest else None
    identifier = rest[1] if len(rest) > 1 else None
    told = identifier if isinstance(identifier, str) else None
    if not isinstance(method, str):
        return Request("", key, wire.INVALID, told)
    if values is None:
        return Request(method, key, wire.MISSING, told)
    wrong = not isinstance(request[1], str) or not isinstance(values, dict) or len(rest) > 2
    if wrong or told is not identifier:
        return Request(method, key, wire.INVALID, told)
    return Request(method, key, values, told)


def _no_json(body: bytes) -> Request | None:
    """What is no JSON, but begins like a request: the examples of the manual have such errors."""
    beginning = _BEGINNING.match(body[:512])
    if beginning is None:
        return None
    key = beginning["key"].decode()
    if not _KEY.fullmatch(key):
        return None
    last = _LAST_TEXT.search(body[-512:])
    identifier = last["identifier"].decode("utf-8", "replace") if last is not None else None
    return Request((beginning["method"] or b"").decode(), key, wire.INVALID, identifier)
