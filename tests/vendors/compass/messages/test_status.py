"""User status: three spellings of three words, and wrap-ups with and without an end."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest
from hypothesis import given

from cti_desk.vendors.compass.messages import status
from cti_desk.vendors.compass.messages.elements import make
from cti_desk.vendors.compass.messages.status import WrapUp
from tests.support.compass_xml import TREES, WRAP_UPS, over_the_wire, xml


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("ALL", status.ALL),
        ("only_direct", status.ONLY_DIRECT),
        ("receiveOnlyDirect", status.ONLY_DIRECT),
        ("receiveAll", status.ALL),
        ("none", status.NONE),
        ("NIGHT", "NIGHT"),
        ("", None),
        (None, None),
    ],
)
@pytest.mark.shows(
    "compass",
    "status: ALL",
    "status: ONLY_DIRECT",
    "status: NONE",
)
def test_which_calls_are_received(text: str | None, word: str | None) -> None:
    assert status.receive_calls(text) == word


@pytest.mark.shows(
    "compass",
    "status: wrapupState with and without its end",
)
def test_a_wrap_up_without_an_end_is_open() -> None:
    told = xml("<wrapupState><callId>c</callId></wrapupState>")
    assert status.parse_wrap_up(told) == WrapUp("c", None)


@pytest.mark.parametrize("end", ["1700000000", "1700000000000"])
def test_its_end_may_come_in_milliseconds(end: str) -> None:
    told = xml(f"<wrapupState><callId>c</callId><endTime>{end}</endTime></wrapupState>")
    assert status.parse_wrap_up(told) == WrapUp("c", 1700000000.0)


def test_an_empty_wrap_up_is_none() -> None:
    assert status.parse_wrap_up(xml("<wrapupState/>")) is None
    assert status.parse_wrap_up(None) is None


@given(TREES)
def test_any_tree_is_a_wrap_up_or_none(tree: Element) -> None:
    found = status.parse_wrap_up(tree)
    assert found is None or isinstance(found.call_id, str)


@given(WRAP_UPS)
def test_what_is_built_is_read_back(told: WrapUp) -> None:
    parent = make("user")
    status.add_wrap_up(parent, told)
    assert status.parse_wrap_up(over_the_wire(parent)[0]) == told


def test_no_wrap_up_writes_nothing() -> None:
    parent = make("user")
    status.add_wrap_up(parent, None)
    assert len(parent) == 0
