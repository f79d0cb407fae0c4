"""What is dialled for what somebody typed, pasted or clicked. Pure; the rules come from settings.

+49 (0)30 123-456   →  international prefix, trunk zero dropped
+55 21 9876-5456    →  own country: national form
6100  *8  #31#      →  short numbers and codes as they are
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from msgspec import Struct

from cti_desk.core.errors import UsageError

# Written between digits by people and web pages; format characters (Cf) are dropped as well.
_SEPARATORS: Final = frozenset("-./()[]~·")
_SEPARATOR_KINDS: Final = frozenset({"Zs", "Cf", "Pd", "Cc"})
_WRITTEN_TRUNK: Final = re.compile(r"^(\+|00)[^0-9+(]*([1-9][0-9]{0,2})[^0-9+]*\(0\)")
# Italy, San Marino and the Vatican keep the zero after their country code.
_KEEPS_ZERO: Final = frozenset({"39", "378", "379"})
# A plus leads an international number, and codes with * and # take none.
_STRANGE: Final = re.compile(r"[^0-9*#+]|(?<!^)\+|^\+(?=.*[*#])")
_SHORTEST_INTERNATIONAL: Final = 5  # digits after the international prefix, country code included


class DialRules(Struct, frozen=True):
    """How numbers are dialled at one place.

    ``country_code`` is the own one (``55``); empty: none is replaced. ``trunk_prefix`` goes before
    a national number (``0``, empty where there is none), ``outside_line`` before every number that
    leaves the house. Numbers of up to ``short_max`` digits are left alone.
    """

    country_code: str = ""
    international_prefix: str = "00"
    trunk_prefix: str = "0"
    outside_line: str = ""
    short_max: int = 5


def dialled(text: str, rules: DialRules) -> str:
    """Return the digits (and ``*``, ``#``) that are sent for ``text``.

    Raises `UsageError` when nothing is left to dial, or for letters and other foreign characters.
    """
    plain = _plain(text)
    number = _without_separators(_without_written_trunk(plain), text)
    if not number.strip("+"):
        raise UsageError("There is no number to dial.")
    if "*" in number or "#" in number:
        return number
    rest = _after_international_prefix(number, rules)
    if rest is not None:
        return rules.outside_line + _international(rest, rules)
    if len(number) <= rules.short_max:
        return number
    return rules.outside_line + number


def _plain(text: str) -> str:
    """Full-width and other scripts' digits become ASCII digits."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in folded).strip()


def _without_written_trunk(text: str) -> str:
    found = _WRITTEN_TRUNK.match(text)
    if found is None or found[2] in _KEEPS_ZERO:
        return text
    return f"{found[1]}{found[2]}{text[found.end() :]}"


def _without_separators(text: str, original: str) -> str:
    kept = [c for c in text if not _is_separator(c)]
    if any(c.isalpha() for c in kept):
        raise UsageError(f"“{original}” cannot be dialled: it contains letters.")
    number = "".join(kept)
    if strange := _STRANGE.search(number):
        raise UsageError(f"“{original}” cannot be dialled: “{strange[0]}” is out of place.")
    return number


def _is_separator(character: str) -> bool:
    return character in _SEPARATORS or unicodedata.category(character) in _SEPARATOR_KINDS


def _after_international_prefix(number: str, rules: DialRules) -> str | None:
    """The number from its country code on, or ``None`` when it is not an international one."""
    if number.startswith("+"):
        return number[1:]
    for prefix in (rules.international_prefix, "00"):
        rest = number.removeprefix(prefix)
        if prefix and rest != number and len(rest) >= _SHORTEST_INTERNATIONAL:
            return rest
    return None


def _international(rest: str, rules: DialRules) -> str:
    if rules.country_code and rest.startswith(rules.country_code):
        return rules.trunk_prefix + rest.removeprefix(rules.country_code)
    return rules.international_prefix + rest
