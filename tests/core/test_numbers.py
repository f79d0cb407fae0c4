from __future__ import annotations

import subprocess
import sys

import pytest

from cti_desk.core.numbers import (
    has_country_code,
    is_too_long,
    is_withheld,
    plan_of,
    public_number,
    region_of,
)


@pytest.mark.parametrize(
    ("number", "region", "e164", "display"),
    [
        ("2198765456", "BR", "+552198765456", "+55 21 9876-5456"),
        ("02198765456", "BR", "+552198765456", "+55 21 9876-5456"),
        ("+55 (0)21 9876-5456", "BR", "+552198765456", "+55 21 9876-5456"),
        ("+49 (0)30 123456", "BR", "+4930123456", "+49 30 123456"),
        ("004930123456", "NL", "+4930123456", "+49 30 123456"),
        ("0114930123456", "US", "+4930123456", "+49 30 123456"),
        ("301234", "FO", "+298301234", "+298 30 12 34"),
        ("261234", "LU", "+352261234", "+352 26 12 34"),
        ("+4930123456", "", "+4930123456", "+49 30 123456"),
        ("030 123456", "DE", "+4930123456", "+49 30 123456"),
        ("+31 20 123 4567", "BR", "+31201234567", "+31 20 123 4567"),
        ("(212) 555-0123", "US", "+12125550123", "+1 212-555-0123"),
    ],
)
def test_public_numbers(number: str, region: str, e164: str, display: str) -> None:
    found = public_number(number, region)
    assert found is not None
    assert (found.e164, found.display) == (e164, display)
    assert found.e164 == f"+{found.country_code}{found.significant}"


@pytest.mark.parametrize(
    ("number", "region"),
    [
        ("6100", "BR"),
        ("2198765456", ""),
        ("anonymous", "BR"),
        ("", "BR"),
        ("+", "BR"),
        ("*8", "BR"),
        ("123456", "ZZ"),
        ("+999123456", "DE"),
        ("9" * 40, "BR"),
        ("SIP/default_0001", "BR"),
    ],
)
def test_what_is_no_public_number(number: str, region: str) -> None:
    assert public_number(number, region) is None


@pytest.mark.parametrize("number", ["", " ", "anonymous", "Anonymous", "WITHHELD", "n/a"])
def test_words_in_place_of_a_number(number: str) -> None:
    assert is_withheld(number)
    assert not is_withheld("6100")


def test_the_library_is_imported_late() -> None:
    code = (
        "import sys, cti_desk.contacts, cti_desk.core.dialing, cti_desk.settings.loading\n"
        "late = {'phonenumbers', 'keyring', 'uritemplate', 'PySide6'}\n"
        "sys.exit(', '.join(late & set(sys.modules)) or None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("e164", "national"),
    [
        ("+12125550123", "12125550123"),
        ("+5521987654321", "021987654321"),
        ("+5540041234", "40041234"),
        ("+5491123456789", "0111523456789"),
        ("+36301234567", "06301234567"),
        ("+390612345678", "0612345678"),
        ("+352261234", "261234"),
        ("+8613123456789", "13123456789"),
        ("+61131234", "131234"),
    ],
)
def test_the_form_inside_the_country(e164: str, national: str) -> None:
    found = public_number(e164, "")
    assert found is not None
    assert found.national == national


def test_numbering_plans() -> None:
    america, germany = plan_of("US"), plan_of("DE")
    assert america is not None
    assert germany is not None
    assert (america.country_code, america.prefix, america.closed) == ("1", "1", True)
    assert (germany.prefix, germany.closed) == ("0", False)
    assert plan_of("") is plan_of("ZZ") is None


def test_country_codes() -> None:
    assert [region_of(code) for code in ("49", "1", "", "999", "800")] == ["DE", "US", "", "", ""]
    assert has_country_code("49301")
    assert has_country_code("800123")
    assert not has_country_code("999123")
    assert not has_country_code("")


def test_too_long_for_a_country() -> None:
    assert is_too_long("21255501234567", "US")
    assert is_too_long("9" * 40, "DE")
    assert not is_too_long("2125550123", "US")
    assert not is_too_long("+", "US")
