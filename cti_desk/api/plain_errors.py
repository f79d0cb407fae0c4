"""Says what is wrong with a request's parameters, in words for the person who wrote the request.

msgspec says it in the terms of types and JSON paths (``Expected `str`, got `int` - at `$.reason`
``); a person reads “reason must be a text, not a whole number.”
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

from msgspec import Struct
from msgspec.structs import fields

from cti_desk.api.method import position_order
from cti_desk.api.params import Params

_TYPES: Final = {
    "str": "a text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "null": "null",
    "object": "an object",
    "array": "a list",
}

_WHERE: Final = re.compile(r"^(?P<what>.*?)(?: - at `(?P<path>.*)`)?$", re.DOTALL)
_GOT: Final = re.compile(r"^Expected `(?P<wanted>[^`]+)`, got `(?P<got>[^`]+)`$")
_MISSING: Final = re.compile(r"^Object missing required field `(?P<name>.*)`$", re.DOTALL)
_UNKNOWN: Final = re.compile(r"^Object contains unknown field `(?P<name>.*)`$", re.DOTALL)
_LENGTH: Final = re.compile(r"^Expected `\w+` of length (?P<bound><=|>=) (?P<limit>\d+)$")
_RANGE: Final = re.compile(r"^Expected `\w+` (?P<bound><=|>=|<|>) (?P<limit>[-\d.]+)$")
_PATTERN: Final = re.compile(r"^Expected `str` matching regex ")
_CHOICE: Final = re.compile(r"^Invalid enum value (?P<given>.+)$", re.DOTALL)

_BOUNDS: Final = {
    "<=": "must be at most",
    ">=": "must be at least",
    "<": "must be less than",
    ">": "must be more than",
}


def in_words(error: str, params: type[Struct]) -> str:
    """A sentence for what msgspec says of an object that should have been ``params``."""
    found = _WHERE.match(error)
    assert found is not None  # the expression matches any text
    what, name = found["what"], _name(found["path"])
    if missing := _MISSING.match(what):
        if found["path"]:
            return f"{missing['name']} is missing in {name}."
        return f"{missing['name']} is missing. {takes(params)}"
    if unknown := _UNKNOWN.match(what):
        if found["path"]:
            return f"there is no “{unknown['name']}” in {name}."
        return f"there is no parameter “{unknown['name']}”. {takes(params)}"
    if got := _GOT.match(what):
        return f"{name} must be {_either(got['wanted'])}, not {_word(got['got'])}."
    if length := _LENGTH.match(what):
        if length["limit"] == "1" and length["bound"] == ">=":
            return f"{name} must not be empty."
        bound = "at most" if length["bound"] == "<=" else "at least"
        return f"{name} must have {bound} {length['limit']} characters."
    if limit := _RANGE.match(what):
        return f"{name} {_BOUNDS[limit['bound']]} {float(limit['limit']):g}."
    if _PATTERN.match(what):
        return f"{name} {_described(params).get(name, 'is not written as it must be.')}"
    if choice := _CHOICE.match(what):
        words = ", ".join(_choices(params, name))
        return f"{name} must be one of {words}, not {choice['given']}."
    return error


def takes(params: type[Struct]) -> str:
    """The parameters there are, as a sentence; those that may be omitted have a mark."""
    needed = {item.name for item in fields(params) if item.required}
    order = position_order(params) if issubclass(params, Params) else params.__struct_fields__
    names = [name if name in needed else f"{name}?" for name in order]
    return f"It takes {', '.join(names)}." if names else "It takes no parameters."


def _name(path: str | None) -> str:
    """``$.since.epoch`` as ``since.epoch``."""
    return (path or "").removeprefix("$").removeprefix(".") or "params"


def _either(types: str) -> str:
    words = list(dict.fromkeys(_word(each.strip()) for each in types.split("|")))
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _word(kind: str) -> str:
    return _TYPES.get(kind, kind)


@cache
def _hints(params: type[Struct]) -> dict[str, Any]:
    return get_type_hints(params, include_extras=True)


def _described(params: type[Struct]) -> dict[str, str]:
    """The parameters whose form has a description in words beside their pattern."""
    told: dict[str, str] = {}
    for name, hint in _hints(params).items():
        for kind in (hint, *get_args(hint)):  # one that may be left out stands beside None
            for each in getattr(kind, "__metadata__", ()):
                if each.pattern and each.description:
                    told[name] = f"must be: {each.description}"
    return told


def _choices(params: type[Struct], name: str) -> tuple[str, ...]:
    hint = _hints(params).get(name)
    return tuple(map(str, get_args(hint))) if get_origin(hint) is Literal else ()
