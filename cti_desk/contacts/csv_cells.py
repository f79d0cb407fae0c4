"""Reads the numbers in a cell: removes what a spreadsheet put around them, and parts several
numbers.
"""

from __future__ import annotations

import re
from typing import Final

from cti_desk.core.errors import UsageError
from cti_desk.core.written_number import is_plain, parse_written

_FORMULA: Final = re.compile(r'=\s*"(.*)"', re.DOTALL)
_APOSTROPHES: Final = "'’‘`´"
_DECIMAL: Final = re.compile(r"(\+?[0-9]{4,})[.,]0+")
_ROUNDED: Final = re.compile(r"\+?[0-9]+(?:[.,][0-9]+)?[eE]\+?[0-9]+")
_APART: Final = re.compile(r"[;|\n\r]|:::")
_PERHAPS_APART: Final = re.compile(r"\s*,\s*|\s+(?:or|und|oder|ou|of|et|e|y|o)\s+", re.IGNORECASE)
_LABEL: Final = re.compile(r"^[^\d+(*#=]*[:.]\s*(?=[\d+(*#])|^[^\W\d_]+\s+(?=[\d+(*#])")
_REMARK: Final = re.compile(r"\s*[(\[][^\d()\[\]]*[)\]]\s*$|\s+[^\W\d_]{2,}\.?$")
_SHORTEST: Final = 6  # digits of a public number beside another
_SHORTEST_INSIDE: Final = 3  # digits of a number among words: "see 12 below" is none
_MOST: Final = 16  # digits of one number, prefix included
_LONG: Final = 8  # digits that are no local part behind an area code and a stroke


def plain_cell(cell: str) -> str:
    """The text of a cell. ``="030…"`` and ``'030…`` keep a spreadsheet from counting."""
    text = cell.strip()
    if found := _FORMULA.fullmatch(text):
        text = found[1].replace('""', '"').strip()
    if text[:1] in tuple(_APOSTROPHES) and text[1:2] in tuple("+0123456789(="):
        text = text[1:].rstrip(_APOSTROPHES)
    return text


def is_rounded(cell: str) -> bool:
    """Whether a spreadsheet has made 5,52199E+12 of a number, whose digits are lost."""
    return _ROUNDED.fullmatch(cell) is not None


def numbers_in(cell: str) -> tuple[list[str], list[str]]:
    """The numbers of a cell as they are written, and the parts of it that are no numbers."""
    if is_plain(cell) and not _DECIMAL.fullmatch(cell):
        return [cell], []
    numbers, others = [], []
    for part in _parts(cell):
        number = _number(part)
        if number is None:
            others.append(part)
        else:
            numbers.append(number)
    return list(dict.fromkeys(numbers)), others


def _parts(cell: str) -> list[str]:
    found = []
    # RFC 3966 writes an extension behind a semicolon, where some exports part numbers.
    whole = re.sub(r";\s*(?=(?:ext|isub|phone-context)\s*=)", "\0", cell, flags=re.IGNORECASE)
    for part in _APART.split(whole):
        found += _at_commas(part.replace("\0", ";").strip())
    found = [each for part in found for each in _at_strokes(part)]
    return [each for part in found for each in _at_blanks(part) if each]


def _at_commas(text: str) -> list[str]:
    """A comma parts numbers; before one or two digits it is a pause in dialling."""
    parts = [part for part in _PERHAPS_APART.split(text) if part]
    return parts if all(_count(part) == 0 or _count(part) > 2 for part in parts) else [text]


def _at_strokes(text: str) -> list[str]:
    """030 123456 / 0171 1234567 are two numbers, 030/123456 is one."""
    parts = [part.strip() for part in text.split("/")]
    if len(parts) < 2 or any(_count(part) < _SHORTEST for part in parts):
        return [text]
    begin = [part.lstrip("( ").startswith(("+", "0")) for part in parts]
    if all(begin) or not any(begin) or all(_count(part) >= _LONG for part in parts):
        return parts
    return [text]


def _at_blanks(text: str) -> list[str]:
    """Blanks are inside numbers as well: a plus, or too many digits, say where one begins."""
    parts = re.split(r"(?<=[0-9)])\s+(?=\+)", text)
    if len(parts) == 1 and _count(text) > _MOST:
        parts = re.split(r"\s{2,}|\s+(?=\(?0)", text)
    return parts if all(_count(part) >= _SHORTEST for part in parts) else [text]


def _number(text: str) -> str | None:
    text = plain_cell(text)
    if found := _DECIMAL.fullmatch(text):
        text = found[1]
    without_words = _REMARK.sub("", _LABEL.sub("", text.strip('"')))
    for candidate in (text, without_words if _count(without_words) >= _SHORTEST_INSIDE else ""):
        try:
            digits = _count(parse_written(candidate).number)
        except UsageError:
            continue
        if digits <= _MOST + 4:  # with an international prefix and a carrier's code
            return candidate
    return None


def _count(text: str) -> int:
    return sum(c.isdigit() for c in text)
