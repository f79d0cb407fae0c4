from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.contacts.csv_cells import is_rounded, numbers_in, plain_cell


@pytest.mark.parametrize(
    ("cell", "plain"),
    [
        ('="030123456"', "030123456"),
        ('= "030123456"', "030123456"),
        ('="a ""b"" c"', 'a "b" c'),
        ("'030123456", "030123456"),
        ("’+4930123456", "+4930123456"),
        ("'030123456'", "030123456"),
        ("'s-Hertogenbosch", "'s-Hertogenbosch"),
        (" Maria ", "Maria"),
        ("", ""),
    ],
)
def test_marks_of_a_spreadsheet(cell: str, plain: str) -> None:
    assert plain_cell(cell) == plain


@pytest.mark.parametrize("cell", ["5,52199E+12", "4.93E11", "5E+12", "+4.9e+11"])
def test_a_rounded_number(cell: str) -> None:
    assert is_rounded(cell)


@pytest.mark.parametrize("cell", ["4930123456.0", "030.123456", "E12", "12E"])
def test_what_is_not_rounded(cell: str) -> None:
    assert not is_rounded(cell)


@pytest.mark.parametrize(
    ("cell", "numbers", "others"),
    [
        ("4930123456.0", ["4930123456"], []),
        ("4930123456,00", ["4930123456"], []),
        ("030.123456", ["030.123456"], []),
        ("030 123456; privat", ["030 123456"], ["privat"]),
        ("030 123456\n030 123456", ["030 123456"], []),
        ("none", [], ["none"]),
        ("+49 30 123456 +49 171 1234567", ["+49 30 123456", "+49 171 1234567"], []),
        ("030 1234567 0171 1234567", ["030 1234567", "0171 1234567"], []),
        ("030 1234567  0171 1234567", ["030 1234567", "0171 1234567"], []),
        ("1" * 40, [], ["1" * 40]),
        ("030 123456,12", ["030 123456,12"], []),
        ("6100, 6101", ["6100", "6101"], []),
        ("'030 123456 | '0171 123456", ["030 123456", "0171 123456"], []),
    ],
)
def test_numbers_and_what_is_none(cell: str, numbers: list[str], others: list[str]) -> None:
    assert numbers_in(cell) == (numbers, others)


@given(st.text())
def test_any_cell(cell: str) -> None:
    numbers, others = numbers_in(plain_cell(cell))
    if any(c.isalnum() for c in cell):
        assert numbers or others
