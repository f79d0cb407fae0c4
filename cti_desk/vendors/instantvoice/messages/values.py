"""InstantVoice's loose values made strict: absent data, keys in any case, numbers as text.

The manual writes keys in several cases and spellings (docs/protocols/instantvoice.md §5) and gives
names as numbers.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct

_ABSENT: Final = frozenset({"", "n/a", "nil", "none", "null"})

_SYNONYMS: Final = {
    "passwd": "pass",
    "agents_id": "id",
    "requisendinfo": "requiresendinfo",
    "ignoreexpire": "ignoreregexpire",
    "ignoregexpire": "ignoreregexpire",
}


class AgentName(Struct, frozen=True):
    """An agent: ``default_1001`` is accountcode ``default``, number ``1001`` (always text)."""

    accountcode: str
    number: str

    @property
    def full(self) -> str:
        return f"{self.accountcode}_{self.number}"


def agent_name(text: str, accountcode: str = "default") -> AgentName:
    """Split ``accountcode_number`` at the last underscore; a bare number gets ``accountcode``."""
    account, underscore, number = text.strip().rpartition("_")
    return AgentName(account, number) if underscore and account else AgentName(accountcode, number)


def same_name(one: str, other: str) -> bool:
    """Compare names that may have lost their leading zeros on the way: raw text first."""
    return one == other or (one.lstrip("0") == other.lstrip("0") != "")


def text_of(value: Any) -> str | None:
    """A value as text; ``None`` for what InstantVoice writes when there is none."""
    if value is None or isinstance(value, (dict, list)):
        return None
    text = str(value).strip()
    return None if text.lower() in _ABSENT else text


def number_of(value: Any) -> int | None:
    """A value as a whole number, ``None`` if it is none."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return value
    text = text_of(value)
    digits = text.removeprefix("-") if text else ""
    if text and digits.isascii() and digits.isdigit() and len(digits) <= 18:
        return int(text)
    return None


def decimal_of(value: Any) -> float | None:
    """A value as a number that may have decimals, ``None`` if it is none."""
    if isinstance(value, bool):
        return None
    try:
        found = float(value if isinstance(value, int | float) else text_of(value) or "")
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def flag_of(value: Any) -> bool | None:
    """1/0, yes/no, true/false as a truth value, ``None`` if it is none of them."""
    text = (text_of(value) or "").lower()
    if text in ("1", "yes", "true", "on"):
        return True
    return False if text in ("0", "no", "false", "off") else None


def normalise_key(key: Any) -> str:
    """A member's name as we know it, whatever its case, dashes or misspelling."""
    text = str(key).strip().lower().replace("-", "_")
    return _SYNONYMS.get(text, text)


def members(record: Any) -> dict[str, Any]:
    """A reply record with normalised keys; empty when it is no record."""
    if not isinstance(record, Mapping):
        return {}
    return {normalise_key(key): value for key, value in record.items()}
