from __future__ import annotations

import subprocess
import sys

import pytest

from cti_desk.contacts.numbers import is_withheld, normalised


@pytest.mark.parametrize(
    ("number", "region", "e164", "display"),
    [
        ("2198765456", "BR", "+552198765456", "+55 21 9876-5456"),
        ("02198765456", "BR", "+552198765456", "+55 21 9876-5456"),
        ("+55 (0)21 9876-5456", "BR", "+552198765456", "+55 21 9876-5456"),
        ("005521987654321", "BR", "+5521987654321", "+55 21 98765-4321"),
        ("+49 (0)30 123456", "BR", "+4930123456", "+49 30 123456"),
        ("004930123456", "BR", "+4930123456", "+49 30 123456"),
        ("+4930123456", "", "+4930123456", "+49 30 123456"),
        ("030 123456", "DE", "+4930123456", "+49 30 123456"),
        ("+31 20 123 4567", "BR", "+31201234567", "+31 20 123 4567"),
        ("(212) 555-0123", "US", "+12125550123", "+1 212-555-0123"),
    ],
)
def test_public_numbers(number: str, region: str, e164: str, display: str) -> None:
    found = normalised(number, region)
    assert found is not None
    assert (found.e164, found.display) == (e164, display)
    assert found.e164.startswith(f"+{found.country_code}")


@pytest.mark.parametrize(
    ("number", "region"),
    [
        ("6100", "BR"),
        ("7012", "DE"),
        ("123456", "DE"),
        ("2198765456", ""),
        ("anonymous", "BR"),
        ("", "BR"),
        ("+", "BR"),
        ("*8", "BR"),
        ("123456", "ZZ"),
        ("9" * 40, "BR"),
        ("SIP/default_0001", "BR"),
    ],
)
def test_what_is_no_public_number(number: str, region: str) -> None:
    assert normalised(number, region) is None


@pytest.mark.parametrize("number", ["", " ", "anonymous", "Anonymous", "WITHHELD", "n/a"])
def test_words_in_place_of_a_number(number: str) -> None:
    assert is_withheld(number)
    assert not is_withheld("6100")


def test_the_library_is_imported_late() -> None:
    code = (
        "import sys, cti_desk.contacts, cti_desk.settings.loading\n"
        "late = {'phonenumbers', 'keyring', 'uritemplate', 'PySide6'}\n"
        "sys.exit(', '.join(late & set(sys.modules)) or None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
