"""Calls: what ties a ring attempt to the call that waits."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest
from hypothesis import given

from cti_desk.vendors.compass.messages.callpoints import UnknownPoint
from cti_desk.vendors.compass.messages.calls import Call, build_call, parse_call
from cti_desk.vendors.compass.messages.elements import Unreadable
from tests.support.compass_xml import CALLS, TREES, over_the_wire, tried, xml


def test_the_parents_id_is_trimmed() -> None:
    told = "<properties><QueueCallForCall>\n  a\n</QueueCallForCall></properties>"
    assert parse_call(xml(f"<call id='a/1'>{told}</call>")).parent_id == "a"


@pytest.mark.parametrize("properties", ["", "<properties/>"])
def test_a_call_of_no_queue_has_no_parent(properties: str) -> None:
    assert parse_call(xml(f"<call id='a'>{properties}</call>")).parent_id is None


def test_missing_ends_are_unknown() -> None:
    assert parse_call(xml("<call id='a'/>")) == Call("a", UnknownPoint(), UnknownPoint())


def test_an_id_may_be_told_beside_the_call() -> None:
    assert parse_call(xml("<call/>"), "a.7").id == "a.7"
    assert parse_call(xml("<call id='b'/>"), "a.7").id == "b"


def test_without_what_identifies_it_nothing_is_read() -> None:
    with pytest.raises(Unreadable, match="no id"):
        parse_call(xml("<call/>"))


@given(TREES)
def test_any_tree_is_read_or_refused(tree: Element) -> None:
    found = tried(parse_call, tree)
    assert found is None or found.id


@given(CALLS)
def test_what_is_built_is_read_back(call: Call) -> None:
    assert parse_call(over_the_wire(build_call(call))) == call
