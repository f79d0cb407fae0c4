"""How bodies are written, and which shape the data of a reply has.

A server with a form of its own gets a codec here or in its vendor's folder, not a client.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from msgspec import UNSET, Struct


class BodyCodec(Struct, frozen=True):
    """``encode`` writes the arguments of a call, by their names on the wire."""

    media_type: str
    encode: Callable[[Mapping[str, Any]], bytes]


def _json(values: Mapping[str, Any]) -> bytes:
    return json.dumps(dict(values)).encode()


def _form(values: Mapping[str, Any]) -> bytes:
    """A list repeats its name; what is not given as a text is written as JSON has it."""
    fields = [
        (name, one if isinstance(one, str) else json.dumps(one))
        for name, value in values.items()
        for one in (value if isinstance(value, list | tuple) else [value])
        if one is not None
    ]
    return urlencode(fields).encode()


JSON_BODY: Final = BodyCodec("application/json", _json)
FORM_BODY: Final = BodyCodec("application/x-www-form-urlencoded", _form)

Shape = Callable[[Any], Any]
"""Makes the caller's data of JSON data, or of ``UNSET`` for an empty body. Raises `WrongShape`."""


class WrongShape(ValueError):
    """The data has not the shape that the vendor documents."""


def anything(data: Any) -> Any:
    """Data as it came; an empty body is an empty record."""
    return {} if data is UNSET else data


def record(data: Any) -> dict[str, Any]:
    """One record, also as the only one of an array; an empty body is an empty record."""
    if data is UNSET:
        return {}
    if isinstance(data, list) and len(data) == 1:
        data = data[0]
    if not isinstance(data, dict):
        raise WrongShape("no record")
    return data


def records(data: Any) -> list[Any]:
    """An array, plain or embedded as HAL has it; an empty body (204) is an empty one."""
    if data is UNSET:
        return []
    if isinstance(data, dict) and isinstance(data.get("_embedded"), dict):
        data = next(iter(data["_embedded"].values()), [])
    if not isinstance(data, list):
        raise WrongShape("no array")
    return data
