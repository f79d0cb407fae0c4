"""Telephone numbers in E.164 and as people read them: the one module that knows phonenumbers.

The library is imported by the first call (some 40 ms): make that call, `warm_up`, in a thread.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

_WITHHELD: Final = frozenset(
    {"anonymous", "withheld", "restricted", "private", "unavailable", "unknown", "asserted", "n/a"}
)


class PublicNumber(NamedTuple):
    """A number that can be called from elsewhere; ``country_code`` without plus."""

    e164: str
    display: str
    country_code: int


def is_withheld(number: str) -> bool:
    """Whether this is a word that systems send in place of a hidden number."""
    return number.strip().lower() in _WITHHELD or not number.strip()


def warm_up(region: str) -> None:
    """Import the library and a country's data."""
    normalised("1", region)
    normalised("123456789", region)


@lru_cache(maxsize=4096)
def normalised(number: str, region: str) -> PublicNumber | None:
    """``+552198765456`` and ``+55 21 9876-5456``, or ``None`` for what is no public number.

    ``region`` (two letters, or empty) is the country of numbers without a country code.
    """
    import phonenumbers

    # Some countries have public numbers of four digits, but every house has extensions.
    if len(number) < _SHORTEST_PUBLIC and not number.startswith("+"):
        return None
    # Numbers that come from a wire have had their plus written as 00, whatever the country.
    candidates = [number] if not number.startswith("00") else ["+" + number[2:], number]
    for candidate in candidates:
        try:
            parsed = phonenumbers.parse(candidate, region or None)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number_with_reason(parsed) == _POSSIBLE:
            e164 = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
            return PublicNumber(e164, _display(parsed), parsed.country_code or 0)
    return None


_SHORTEST_PUBLIC: Final = 7
_POSSIBLE: Final = 0  # phonenumbers.ValidationResult.IS_POSSIBLE, without importing it here


def _display(parsed: PhoneNumber) -> str:
    import phonenumbers

    international = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    # Numbers that are not assigned, or no longer, the library leaves in one row.
    if not phonenumbers.is_valid_number(parsed) and (shape := _shape(parsed)):
        return shape
    return phonenumbers.format_number(parsed, international)


def _shape(parsed: PhoneNumber) -> str | None:
    """The digits in the groups of the country's example numbers, if one is as long."""
    import phonenumbers

    digits = phonenumbers.national_significant_number(parsed)
    for region in phonenumbers.region_codes_for_country_code(parsed.country_code or 0):
        for kind in (
            phonenumbers.PhoneNumberType.FIXED_LINE,
            phonenumbers.PhoneNumberType.MOBILE,
        ):
            example = phonenumbers.example_number_for_type(region, kind)
            if example is None:
                continue
            if len(phonenumbers.national_significant_number(example)) == len(digits):
                written = phonenumbers.format_number(
                    example, phonenumbers.PhoneNumberFormat.INTERNATIONAL
                )
                return _filled(written, f"{parsed.country_code}{digits}")
    return None


def _filled(pattern: str, digits: str) -> str:
    following = iter(digits)
    return "".join(next(following, "") if c.isdigit() else c for c in pattern)
