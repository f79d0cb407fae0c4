"""A setting's value as the text a person types, and back. Pure."""

from __future__ import annotations

import re
from typing import Any, Final

from cti_desk.declarations.fields import Field
from cti_desk.desktop.words import tr

_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,18}")
_TABLE_SIGN: Final = " = "


def shown(field: Field, value: Any) -> str:
    """The text that stands for a value; ``None`` (nothing set) is empty."""
    if value is None:
        return ""
    match field.kind:
        case "list" if isinstance(value, list | tuple):
            return "\n".join(map(str, value))
        case "table" if isinstance(value, dict):
            return "\n".join(f"{key}{_TABLE_SIGN}{text}" for key, text in value.items())
        case "number" if isinstance(value, float) and value.is_integer():
            return f"{value:.0f}"
    return str(value)


def typed(field: Field, text: str) -> Any:
    """The value that a text stands for; ``None`` for nothing.

    If the text does not fit the field's kind, the text itself is returned, so that the loader
    refuses it in its own words.
    """
    if not text.strip():
        return None
    match field.kind:
        case "integer":
            return int(text) if _INTEGER.fullmatch(text.strip()) else text
        case "number":
            return _number(text)
        case "list":
            return [line.strip() for line in text.splitlines() if line.strip()]
        case "table":
            return _table(text)
    return text


def can_be_typed(field: Field, value: Any) -> bool:
    """Whether typing can give this value back. A list's text with a line break cannot."""
    if value is None or field.kind in ("boolean", "choice"):
        return True
    if isinstance(value, tuple):
        value = list(value)
    found = typed(field, shown(field, value))
    return bool(found == value) or not value


def default_text(field: Field) -> str:
    """The default in a word or two, "" where there is none to speak of."""
    if field.kind == "boolean":
        return tr("on") if field.default else tr("off")
    if field.default in (None, "", (), [], {}):
        return ""
    return ", ".join(shown(field, field.default).split("\n"))


def help_text(text: str) -> str:
    """Help as plain text: what the reference page sets as code stands in quotes here."""
    return re.sub(r"`([^`]*)`", "“\\1”", text)


def _number(text: str) -> Any:
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return text


def _table(text: str) -> Any:
    found = {}
    for line in text.splitlines():
        key, sign, value = line.partition("=")
        if not line.strip():
            continue
        if not sign or not key.strip():
            return text
        found[key.strip()] = value.strip()
    return found
