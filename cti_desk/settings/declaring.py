"""How a section is declared: a typed struct whose annotations carry what people are told.

From it come the types the program uses, the `Field`s that check a file, and the reference page.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from msgspec import NODEFAULT, Struct
from msgspec.structs import fields as struct_fields

from cti_desk.declarations.fields import Field, Kind

Check = Callable[[Any], str | None]
"""Returns what is wrong with a value, as the end of a sentence, or ``None``."""


class About(Struct, frozen=True):
    """What a person is told of one setting, and what else is checked."""

    label: str
    help: str
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    since: str = "0.1.0"
    check: Check | None = None


_KINDS: Final[dict[Any, Kind]] = {
    str: "text",
    int: "integer",
    float: "number",
    bool: "boolean",
    tuple: "list",
    dict: "table",
}


def fields_of(section: type[Struct]) -> tuple[Field, ...]:
    """The section's declarations as fields, in their order."""
    hints = get_type_hints(section, include_extras=True)
    return tuple(
        _field(each.name, hints[each.name], each.default) for each in struct_fields(section)
    )


def checks_of(section: type[Struct]) -> dict[str, Check]:
    """The extra checks of a section, by key."""
    hints = get_type_hints(section, include_extras=True)
    found = {key: _about(hint).check for key, hint in hints.items()}
    return {key: check for key, check in found.items() if check is not None}


def _about(hint: Any) -> About:
    about = next(each for each in hint.__metadata__ if isinstance(each, About))
    assert isinstance(about, About)
    return about


def _field(key: str, hint: Any, default: Any) -> Field:
    about = _about(hint)
    kind = "choice" if about.choices else _kind(hint.__origin__)
    return Field(
        key,
        kind,
        about.label,
        about.help,
        default=None if default is NODEFAULT else default,
        choices=about.choices,
        minimum=about.minimum,
        maximum=about.maximum,
        since=about.since,
    )


def _kind(hint: Any) -> Kind:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _kind(next(each for each in get_args(hint) if each is not type(None)))
    return _KINDS[origin or hint]
