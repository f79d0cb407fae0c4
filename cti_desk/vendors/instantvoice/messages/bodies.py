"""What travels on the STOMP broker: requests, replies, and a parser that forgives the manual.

Bodies should be JSON and are not always: the manual itself shows trailing commas and Python lists
(docs/protocols/instantvoice.md §5). Nothing here raises on what a server sends, and every text that
it sent is valid from here on.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Mapping
from typing import Any, Final

import msgspec
from msgspec import Struct

from cti_desk.core.text import LONGEST_DATA, clean, clean_values

LONGEST_LENIENT: Final = 1_000_000
LONGEST_LITERAL: Final = 200_000

# A text without its end is taken to the end: looking for one from each quote would take for ever.
_TRAILING_COMMA: Final = re.compile(r'("(?:[^"\\]|\\.)*+"?)|,(?=\s*[}\]])', re.DOTALL)

_encode: Final = msgspec.json.Encoder().encode
_decode: Final = msgspec.json.Decoder().decode


class Unparsed(Struct, frozen=True):
    """A body that is neither JSON nor anything like it."""

    text: str


class Reply(Struct, frozen=True):
    """An answer on ``/topic/KEY``: ``[code, data]`` or ``[code, data, identifier]``."""

    code: int
    data: Any = None
    identifier: str | None = None


def build_request(method: str, key: str, arguments: Mapping[str, Any], identifier: str) -> bytes:
    """The body for ``/queue/config``: ``[METHOD, KEY, {arguments}, "identifier"]``."""
    return _encode([method, key, arguments, identifier])


def parse_body(body: bytes | str) -> Any:
    """Return JSON data, or `Unparsed`; tries JSON, trailing commas, then a Python literal.

    The loop waits for this: what is longer than `LONGEST_LENIENT` must be JSON.
    """
    data = _parsed(body)
    if isinstance(data, Unparsed):
        return Unparsed(clean(data.text, LONGEST_DATA))
    return clean_values(data, LONGEST_DATA)


def _parsed(body: bytes | str) -> Any:
    try:
        return _decode(body)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        pass
    text = body if isinstance(body, str) else body.decode("utf-8", "replace")
    text = text.strip("\0 \t\r\n")
    if len(text) > LONGEST_LENIENT:
        return Unparsed(text)
    try:
        return _decode(_TRAILING_COMMA.sub(lambda found: found[1] or "", text))
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        pass
    try:
        return _as_json(_literal(text))
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return Unparsed(text)


def parse_reply(body: bytes | str) -> Reply | None:
    """Return the reply in a body, ``None`` if it has not the shape of one."""
    data = parse_body(body)
    if not isinstance(data, list) or len(data) not in (2, 3):
        return None
    code = _code(data[0])
    if code is None:
        return None
    identifier = data[2] if len(data) == 3 else None
    if isinstance(identifier, int):
        identifier = str(identifier)
    if identifier is not None and not isinstance(identifier, str):
        return None
    return Reply(code, data[1], identifier)


def _code(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and re.fullmatch(r"\s*-?[0-9]{1,9}\s*", value):
        return int(value)
    return None


def _literal(text: str) -> Any:
    """Evaluate a Python literal, never code; the length bounds what its parser may cost."""
    if len(text) > LONGEST_LITERAL:
        raise ValueError("too long for a literal")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about odd escapes in what a server sent
        return ast.literal_eval(text)


def _as_json(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, dict):
        return {str(key): _as_json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [_as_json(item) for item in value]
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)
