"""Loose values: names, absent data, numbers for text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.vendors.instantvoice.messages.values import (
    agent_name,
    decimal_of,
    flag_of,
    members,
    number_of,
    same_name,
    text_of,
)


@pytest.mark.shows("instantvoice", "wire: an agent's full name is accountcode_number")
@pytest.mark.parametrize(
    ("text", "accountcode", "number"),
    [
        ("default_1001", "default", "1001"),
        ("my_site_of_calls_0007", "my_site_of_calls", "0007"),
        ("0001", "default", "0001"),
        ("_0001", "default", "0001"),
    ],
)
def test_agents_are_split_at_the_last_underscore(text: str, accountcode: str, number: str) -> None:
    name = agent_name(text)
    assert (name.accountcode, name.number) == (accountcode, number)


def test_a_full_name_survives_splitting() -> None:
    assert agent_name("a_b_0099").full == "a_b_0099"
    assert agent_name("0099", "site").full == "site_0099"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("0015", "0015", True),
        ("0015", "15", True),
        ("15", "150", False),
        ("0", "00", False),
        ("", "", True),
    ],
)
def test_names_are_compared_without_lost_zeros(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same


@pytest.mark.parametrize("absent", [None, "", "n/a", "N/A", " nil ", "null", [], {}])
def test_absent_is_none(absent: Any) -> None:
    assert text_of(absent) is None


def test_numbers_and_flags() -> None:
    assert (number_of("0015"), number_of(7), number_of("-2"), number_of("x")) == (15, 7, -2, None)
    assert (flag_of("yes"), flag_of(0), flag_of(True), flag_of("n/a")) == (True, False, True, None)
    assert number_of("9" * 5000) is None


def test_members_are_known_by_one_name() -> None:
    assert members({"Requisendinfo": "no", "call-limit": 0, "passwd": "1", "AGENTS_ID": 3}) == {
        "requiresendinfo": "no",
        "call_limit": 0,
        "pass": "1",
        "id": 3,
    }
    assert members("n/a") == {}


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5))
def test_no_value_is_too_strange(value: Any) -> None:
    text_of(value), number_of(value), flag_of(value), members(value)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (85, 85.0),
        ("90.5", 90.5),
        (" 3 ", 3.0),
        (None, None),
        ("n/a", None),
        ("", None),
        (True, None),
        ("nan", None),
        ("inf", None),
        ("1e999", None),
        (10**400, None),
        ([1], None),
    ],
)
def test_numbers_with_decimals(value: object, number: float | None) -> None:
    assert decimal_of(value) == number
