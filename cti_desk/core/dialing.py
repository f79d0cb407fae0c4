"""What a number is, and what is dialled for it. The rules of a place come from settings.

A number is read once, in both directions: what somebody typed, pasted or clicked (`read_typed`) and
what a telephone system or a list of contacts says (`read_caller`, `read_listed`).

+49 (0)30 123-456   →  international prefix, trunk zero dropped
+55 21 9876-5456    →  own country: national form
6100  *8  #31#      →  short numbers and codes as they are
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from msgspec import Struct

from cti_desk.core.errors import UsageError
from cti_desk.core.numbers import (
    PublicNumber,
    has_country_code,
    is_too_long,
    is_withheld,
    plan_of,
    public_number,
    region_of,
    without_plus,
)
from cti_desk.core.written_number import (
    Written,
    letters,
    parse_written,
    parts_of,
    several,
)

_SHORTEST_INTERNATIONAL: Final = 7  # digits after the international prefix, country code included
_LONGEST: Final = 15  # E.164
_SHORTEST_UNPROVEN: Final = 7  # shorter ones count as public only if the country has them
_PERHAPS_TWO: Final = 12  # digits of the two shortest public numbers written without a mark
_MOST_TYPED: Final = 24  # with an outside line, prefixes and a carrier's code


class DialRules(Struct, frozen=True):
    """How numbers are dialled at one place.

    ``country_code`` is the own one (``55``); empty: none is replaced. ``trunk_prefix`` goes before
    a national number (``0``, empty where there is none), ``outside_line`` before every number that
    leaves the house. Numbers of up to ``short_max`` digits are left alone. ``country`` is its two
    letters; empty: the main country with that code.
    """

    country_code: str = ""
    international_prefix: str = "00"
    trunk_prefix: str = "0"
    outside_line: str = ""
    short_max: int = 5
    country: str = ""

    @property
    def region(self) -> str:
        """The country as the numbers library names it, or empty."""
        return self.country or region_of(self.country_code)


class ReadNumber(Struct, frozen=True):
    """A number, read. ``number`` is what was written, without separators.

    ``public`` is ``None`` for numbers of the house, codes, and what no country has. ``dialled`` are
    the digits that are sent to call it, without the extension.
    """

    number: str
    dialled: str
    public: PublicNumber | None = None
    extension: str | None = None

    @property
    def e164(self) -> str | None:
        return self.public.e164 if self.public else None

    @property
    def display(self) -> str:
        """As a person reads it, the extension included."""
        shown = self.public.display if self.public else self.number
        return f"{shown} ext. {self.extension}" if self.extension else shown


class _Reading(Struct, frozen=True):
    """One way to read a number. ``line``: with the outside line in front of it."""

    public: PublicNumber
    international: bool = False
    line: bool = False


def dialled(text: str, rules: DialRules) -> str:
    """Return the digits (and ``*``, ``#``) that are sent for ``text``.

    Raises `UsageError` when nothing is left to dial, for letters and other foreign characters, for
    several numbers, and for one that is too long.
    """
    return read_typed(text, rules).dialled


def read_typed(text: str, rules: DialRules) -> ReadNumber:
    """Read what somebody typed, pasted or clicked. Raises `UsageError`, as `dialled`."""
    written = parse_written(text)
    _refuse_several(text, written, rules)
    number = written.number
    if written.is_code:
        return ReadNumber(number, number, extension=written.extension)
    if not number.startswith("+") and len(number) <= rules.short_max and not written.vanity:
        return ReadNumber(number, number, extension=written.extension)
    reading = _best(_typed_readings(written, rules))
    if written.vanity and not _is_vanity(reading):
        raise letters(text)
    if reading is None:
        return ReadNumber(number, _unread(number, rules), extension=written.extension)
    if reading.line and not reading.international:
        number = number.removeprefix(rules.outside_line)
    sent = _sent(number, reading, rules)
    public = None if _may_be_local(number, reading, rules) else reading.public
    return ReadNumber(number, sent, public, written.extension)


def read_caller(text: str, rules: DialRules) -> ReadNumber:
    """Read what a telephone system says as a party's number; never raises.

    The outside line, which some systems put in front of a caller's number, is taken off. What
    cannot be read has no ``dialled``.
    """
    return _read_known(text, rules, rules.outside_line)


def read_listed(text: str, rules: DialRules) -> ReadNumber:
    """Read a number of a list of contacts; never raises."""
    return _read_known(text, rules, "")


def _read_known(text: str, rules: DialRules, line: str) -> ReadNumber:
    if is_withheld(text):
        return ReadNumber("", "")
    try:
        written = parse_written(text)
    except UsageError:
        return ReadNumber(text, "")
    number, short = written.number, len(written.number) <= rules.short_max
    if written.is_code or (short and not number.startswith("+")):
        return ReadNumber(number, number, extension=written.extension)
    reading = _best(_known_readings(written, rules, line))
    if reading is None or (written.vanity and not _is_vanity(reading)):
        if written.vanity:
            return ReadNumber(text, "")
        sent = ""
        with suppress(UsageError):
            sent = _unread(number, rules)
        return ReadNumber(number, sent, extension=written.extension)
    public = reading.public
    return ReadNumber(number, _sent_to(public, rules), public, written.extension)


# -- the ways to read it, the likelier first


def _typed_readings(written: Written, rules: DialRules) -> Iterator[_Reading]:
    region, line = rules.region, rules.outside_line
    for number in _spellings(written):
        yield from _international(number, rules)
        if not number.startswith("+"):
            yield from _national(number, region, rules)
    number = written.number
    if line and number.startswith(line) and len(number) > len(line) + rules.short_max:
        inner = number.removeprefix(line)
        for reading in (*_international(inner, rules), *_national(inner, region, rules)):
            if reading.public.valid:
                yield _Reading(reading.public, reading.international, line=True)


def _known_readings(written: Written, rules: DialRules, line: str) -> Iterator[_Reading]:
    region = rules.region
    for number in _spellings(written):
        for reading in _international(number, rules):
            # A system that says 00 and the own country's code has put no outside line before it.
            if number.startswith("+") or reading.public.country_code == rules.country_code:
                yield reading
    number = written.number
    if line and number.startswith(line) and len(number) > len(line) + rules.short_max:
        inner = number.removeprefix(line)
        yield from _international(inner, rules)
        yield from _national(inner, region, rules)
    for number in _spellings(written):
        if not number.startswith("+"):
            yield from _international(number, rules)
            yield from _national(number, region, rules)


def _spellings(written: Written) -> tuple[str, ...]:
    """Without the zero in brackets first: only few countries keep it behind their code."""
    short = written.without_trunk
    return (written.number,) if short is None else (short, written.number)


def _international(number: str, rules: DialRules) -> Iterator[_Reading]:
    """The number behind a plus, the place's international prefix or 00, whatever the country."""
    if number.startswith("+"):
        if public := public_number(number, rules.region):
            yield _Reading(public, international=True)
        return
    rests = []
    for prefix in (rules.international_prefix, "00"):
        rest = number.removeprefix(prefix)
        if prefix and rest != number and len(rest) >= _SHORTEST_INTERNATIONAL:
            rests.append(rest)
    # 0055 21 … is a Brazilian's own number; 55 is also a carrier's code there.
    rests.sort(key=lambda rest: not (rules.country_code and rest.startswith(rules.country_code)))
    for rest in dict.fromkeys(rests):
        if public := public_number("+" + rest, ""):
            yield _Reading(public, international=True)


def _national(number: str, region: str, rules: DialRules) -> Iterator[_Reading]:
    public = without_plus(number, region) or (public_number(number, region) if region else None)
    trunk = plan.prefix if (plan := plan_of(region)) else ""
    rest = number.removeprefix(trunk)
    # A second prefix in front is no part of the number: it is the outside line.
    if rest != number and not rest.startswith(trunk) and not (public and public.valid):
        # The library takes the trunk prefix off only where the country writes it.
        shorter = public_number(rest, region)
        if shorter and shorter.valid and shorter.country_code == _code_of(region):
            public = shorter
    if public is None:
        return
    if public.country_code != rules.country_code and public.country_code != _code_of(region):
        # The library knows the country's own prefixes; Brazil's are those of many carriers.
        if public.valid:
            yield _Reading(public, international=True)
        return
    plan = plan_of(region)
    whole = plan is None or not plan.prefix or number.startswith(plan.prefix)
    short = len(number) < _SHORTEST_UNPROVEN
    if (short and not whole) or (not public.valid and (short or number.startswith("00"))):
        return
    if plan and not whole and not public.valid and len(number) <= plan.longest_local:
        return  # one of some town's own
    yield _Reading(public)


def _code_of(region: str) -> str:
    plan = plan_of(region)
    return plan.country_code if plan else ""


def _best(readings: Iterator[_Reading]) -> _Reading | None:
    """The first that a country has, else the first that is as long as a country's numbers."""
    possible = None
    for reading in readings:
        if reading.public.valid:
            return reading
        possible = possible or reading
    return possible


def _is_vanity(reading: _Reading | None) -> bool:
    """Words for digits belong to service numbers, and to North America's."""
    if reading is None or not reading.public.valid:
        return False
    return not reading.public.geographic or reading.public.country_code == "1"


def _may_be_local(number: str, reading: _Reading, rules: DialRules) -> bool:
    """Whether a number without its trunk prefix may be one of the agent's own town."""
    if reading.international:
        return False
    plan = plan_of(rules.region)
    if plan is None or not plan.prefix or number.startswith(plan.prefix):
        return False
    if reading.public.valid and reading.public.significant != number:
        return False  # the country code was written without its plus
    return not (plan.closed and len(number) > plan.longest_local)


# -- what is sent


def _sent(number: str, reading: _Reading, rules: DialRules) -> str:
    if reading.international:
        return _sent_to(reading.public, rules)
    plan = plan_of(rules.region)
    written_whole = plan is None or not plan.prefix or number.startswith(plan.prefix)
    if written_whole or _may_be_local(number, reading, rules):
        return rules.outside_line + number  # as typed: a carrier's code may be in it
    return _sent_to(reading.public, rules)


def _sent_to(public: PublicNumber, rules: DialRules) -> str:
    if rules.country_code and public.country_code == rules.country_code:
        return rules.outside_line + _own_form(public, rules)
    return (
        f"{rules.outside_line}{rules.international_prefix}{public.country_code}{public.significant}"
    )


def _own_form(public: PublicNumber, rules: DialRules) -> str:
    """The national form, with the place's trunk prefix in place of the country's usual one."""
    plan = plan_of(rules.region)
    usual = plan.prefix if plan else ""
    if usual and public.national.startswith(usual) and public.national != public.significant:
        return rules.trunk_prefix + public.national.removeprefix(usual)
    if not usual and public.national == public.significant:
        return rules.trunk_prefix + public.significant
    return public.national


def _unread(number: str, rules: DialRules) -> str:
    """What is sent for a number that the library does not know: what is written, with care."""
    if number.startswith("+"):
        digits = number[1:]
        if len(digits) < _SHORTEST_INTERNATIONAL or digits.startswith("0"):
            raise UsageError(f"“{number}” is too short for an international number.")
        if len(digits) > _LONGEST:
            raise _too_long(number)
        if not has_country_code(digits):
            raise UsageError(f"“{number}” cannot be dialled: no country has this code.")
        return rules.outside_line + _unread_international(digits, rules)
    for prefix in (rules.international_prefix, "00"):
        rest = number.removeprefix(prefix)
        if not prefix or rest == number or not has_country_code(rest):
            continue
        if _SHORTEST_INTERNATIONAL <= len(rest) <= _LONGEST:
            return rules.outside_line + _unread_international(rest, rules)
    long = len(number) >= _PERHAPS_TWO and rules.region and is_too_long(number, rules.region)
    if long or len(number) > _MOST_TYPED:
        raise _too_long(number)
    return rules.outside_line + number


def _unread_international(digits: str, rules: DialRules) -> str:
    if rules.country_code and digits.startswith(rules.country_code):
        return rules.trunk_prefix + digits.removeprefix(rules.country_code)
    return rules.international_prefix + digits


def _too_long(number: str) -> UsageError:
    return UsageError(f"“{number[:40]}” is too long for one telephone number. Are there two in it?")


def _refuse_several(text: str, written: Written, rules: DialRules) -> None:
    """030/123456 is one number, 030 123456 / 0171 1234567 are two."""
    if written.is_code:
        return
    parts = parts_of(text)
    if len(parts) == 1:
        parts = _at_a_second_prefix(parts[0], rules)
    if len(parts) < 2:
        return
    whole = _best(_typed_readings(written, rules))
    alone = [_stands_alone(part, rules) for part in parts]
    unread = whole is None or not whole.public.valid
    long_parts = [part for part in parts if _count(part) >= _PERHAPS_TWO // 2]
    # 030 123456/57 stands for two lines; which one is meant is not ours to say.
    other_ends = alone[0] and "/" in text and all(2 <= _count(part) <= 3 for part in parts[1:])
    if all(alone) or other_ends or (unread and len(long_parts) > 1):
        raise several(text)


def _at_a_second_prefix(text: str, rules: DialRules) -> list[str]:
    """030 12345 0171 12345: behind a whole number the trunk prefix begins another one."""
    plan = plan_of(rules.region)
    if plan is None or not plan.prefix or _count(text) < _PERHAPS_TWO:
        return [text]
    for blank in re.finditer(rf"\s+(?=\(?{plan.prefix})", text):
        parts = [text[: blank.start()], text[blank.end() :]]
        if all(_stands_alone(part, rules) for part in parts):
            return parts
    return [text]


def _count(text: str) -> int:
    return sum(c.isdigit() for c in text)


def _stands_alone(part: str, rules: DialRules) -> bool:
    """Whether this part of a text is a whole number by itself, its area code included."""
    with suppress(UsageError):
        written = parse_written(part)
        if len(written.number) > rules.short_max:
            reading = _best(_typed_readings(written, rules))
            return (
                reading is not None
                and reading.public.valid
                and not _may_be_local(written.number, reading, rules)
            )
    return False
