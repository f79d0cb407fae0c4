"""The settings' reference page, written from their declarations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from cti_desk.declarations.fields import Field
from cti_desk.declarations.vendor import Vendor
from cti_desk.settings.declaring import fields_of
from cti_desk.settings.sections import PROFILE, SECTIONS, ProfileBasics

_TYPES = {
    "text": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "choice": "text",
    "list": "list of texts",
    "table": "table of texts",
    "secret": "secret",
}


def reference(vendors: Iterable[Vendor]) -> str:
    """Markdown tables of every section, and of the profiles of these telephone systems."""
    parts = [_heading("Top of the file", None), *_table((PROFILE,))]
    for name, section in SECTIONS.items():
        parts += [_heading(f"`[{name}]`", section), *_table(fields_of(section))]
    parts += [_heading("`[profiles.NAME]`: every profile", ProfileBasics)]
    parts += [*_table(fields_of(ProfileBasics))]
    for vendor in sorted(vendors, key=lambda each: each.name):
        parts += [_heading(f'`[profiles.NAME]` with `vendor = "{vendor.name}"`', None)]
        parts += [f"{vendor.title}.", "", *_table(vendor.fields)]
    return "\n".join(parts)


def _heading(title: str, section: type | None) -> str:
    words = f"\n{section.__doc__}\n" if section is not None else ""
    return f"## {title}\n{words}"


def _table(fields: Iterable[Field]) -> Iterator[str]:
    yield "| Key | Type | Default | What it does | Since |"
    yield "|---|---|---|---|---|"
    for field in fields:
        cells = (f"`{field.key}`", _type(field), _default(field), _help(field), field.since)
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
    yield ""


def _type(field: Field) -> str:
    if field.kind == "choice":
        return ", ".join(f'`"{choice}"`' for choice in field.choices)
    low, high = field.minimum, field.maximum
    if low is not None and high is not None:
        return f"{_TYPES[field.kind]}, {low:g} to {high:g}"
    if low is not None:
        return f"{_TYPES[field.kind]}, from {low:g}"
    return _TYPES[field.kind] + (f", up to {high:g}" if high is not None else "")


def _default(field: Field) -> str:
    if field.kind == "secret":
        return "in the keyring"
    if field.required or (field.key == "vendor" and not field.default):
        return "**needed**"
    return "–" if field.default is None else f"`{_toml(field.default)}`"


def _toml(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{value}"'
        case tuple() | list():
            return "[" + ", ".join(map(_toml, value)) + "]"
        case dict():
            inner = ", ".join(f"{key} = {_toml(each)}" for key, each in value.items())
            return f"{{ {inner} }}" if inner else "{}"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _help(field: Field) -> str:
    return f"*{field.label}.* {field.help}"
