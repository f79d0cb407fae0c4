"""Public telephone numbers: the one module that knows the library phonenumbers.

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
_POSSIBLE: Final = 0  # phonenumbers.ValidationResult: the library is not imported for constants
_TOO_LONG: Final = 3
_NORTH_AMERICA: Final = 1
_BRAZIL: Final = 55
_ANY_CARRIER: Final = "77"
_LONGEST_LOCAL: Final = 7  # where the library knows no shorter form for calls inside a town


class PublicNumber(NamedTuple):
    """A number that can be called from elsewhere.

    ``country_code`` and ``significant`` (the national significant number) are digits. ``national``
    is what is dialled inside the country, the country's own prefix included. ``valid``: the
    country has such numbers, not only numbers of this length. ``geographic`` is false for toll-free
    and other service numbers.
    """

    e164: str
    display: str
    country_code: str
    significant: str
    national: str
    valid: bool
    geographic: bool


class Plan(NamedTuple):
    """What a country's numbering plan says.

    ``prefix`` is its own national prefix, or empty. ``closed``: every number with its area code is
    longer than ``longest_local``, the longest form inside a town, so that the two are never mixed
    up. In Germany 30123456 is a number in Berlin, and one of the agent's own town.
    """

    country_code: str
    prefix: str
    closed: bool
    longest_local: int


def is_withheld(number: str) -> bool:
    """Whether this is a word that systems send in place of a hidden number."""
    return number.strip().lower() in _WITHHELD or not number.strip()


def warm_up(region: str) -> None:
    """Import the library and a country's data."""
    public_number("1", region)
    public_number("123456789", region)


@lru_cache(maxsize=4096)
def public_number(number: str, region: str) -> PublicNumber | None:
    """Read a number (``+`` or not, then digits); ``None`` when no country has such a number.

    ``region`` (two letters, or empty) is the country of numbers without a country code. Its
    international prefix is understood, as ``011`` in the United States.
    """
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, region or None)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(parsed) != _POSSIBLE:
        return None
    valid = phonenumbers.is_valid_number(parsed)
    return PublicNumber(
        phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164),
        _display(parsed),
        str(parsed.country_code or 0),
        phonenumbers.national_significant_number(parsed),
        _national(parsed, valid),
        valid,
        phonenumbers.number_type(parsed) in (0, 1, 2),  # fixed line, mobile, either
    )


@lru_cache(maxsize=256)
def is_too_long(number: str, region: str) -> bool:
    """Whether the country has no number as long as this one."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, region or None)
    except phonenumbers.NumberParseException as error:
        return error.error_type == phonenumbers.NumberParseException.TOO_LONG
    return phonenumbers.is_possible_number_with_reason(parsed) == _TOO_LONG


@lru_cache(maxsize=64)
def plan_of(region: str) -> Plan | None:
    """The numbering plan of a country (two letters), ``None`` where the library has none."""
    import phonenumbers

    data = phonenumbers.PhoneMetadata.metadata_for_region(region or "", None)
    if data is None:
        return None
    described = [each for each in (data.fixed_line, data.general_desc) if each is not None]
    lengths = next(each.possible_length for each in described if each.possible_length)
    inside = [length for each in described for length in each.possible_length_local_only]
    local = max(_LONGEST_LOCAL, *inside, 0)
    return Plan(str(data.country_code), data.national_prefix or "", min(lengths) > local, local)


@lru_cache(maxsize=64)
def region_of(country_code: str) -> str:
    """The main country with this code (two letters), or nothing."""
    import phonenumbers

    found = phonenumbers.region_code_for_country_code(int(country_code or "0"))
    return found if len(found) == 2 and found.isalpha() and found != "ZZ" else ""


def without_plus(number: str, region: str) -> PublicNumber | None:
    """The number behind the own country's code, for a number that was written without a plus.

    Germany's plan is so open that 49171… could also be an area code; no subscriber has such a
    number.
    """
    plan = plan_of(region)
    if plan is None or not plan.prefix or number.startswith(plan.prefix):
        return None
    rest = number.removeprefix(plan.country_code)
    if rest == number or len(rest) <= plan.longest_local:
        return None
    public = public_number("+" + number, "")
    return public if public and public.valid and public.geographic else None


def has_country_code(digits: str) -> bool:
    """Whether a country or service has a code that these digits begin with."""
    import phonenumbers

    return any(
        int(digits[:length]) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE
        for length in (1, 2, 3)
        if digits[:length].isdigit()
    )


def _national(parsed: PhoneNumber, valid: bool) -> str:
    """What is dialled inside the country: the library's national form, with its prefix.

    For North America and Brazil that form has no prefix: theirs is written with a carrier's code,
    or not at all.
    """
    import phonenumbers

    significant = phonenumbers.national_significant_number(parsed)
    region = phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    prefix = phonenumbers.ndd_prefix_for_region(region, True) or ""
    if parsed.country_code == _NORTH_AMERICA or not valid:
        return prefix + significant
    written = _digits(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL))
    if parsed.country_code == _BRAZIL and written == significant:
        carried = phonenumbers.format_national_number_with_carrier_code(parsed, _ANY_CARRIER)
        return written if _digits(carried) == written else prefix + significant
    return written


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


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
