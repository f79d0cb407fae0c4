"""Members of queues: priorities of any size, and all the ways of not being paused."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest
from hypothesis import given

from cti_desk.vendors.compass.messages.elements import Unreadable, make
from cti_desk.vendors.compass.messages.members import (
    QueueMember,
    build_member,
    build_members,
    parse_member,
    parse_members,
)
from tests.support.compass_xml import MEMBERS, TREES, over_the_wire, tried, xml

PAUSED = "<pausedSince>1337295600000</pausedSince>"


def member(inner: str) -> QueueMember:
    return parse_member(xml(f"<entry><queueId>2</queueId><userId>9</userId>{inner}</entry>"))


@pytest.mark.shows(
    "compass",
    "queue member: pausedSince in milliseconds",
)
def test_a_pause_is_told_in_milliseconds() -> None:
    assert member(PAUSED) == QueueMember("2", "9", None, 1337295600000)
    assert member(PAUSED).paused


@pytest.mark.parametrize("inner", ["", "<pausedSince/>", "<pausedSince>0</pausedSince>"])
@pytest.mark.shows(
    "compass",
    "contradiction: 9: pausedSince 0",
)
def test_absent_empty_and_zero_are_not_paused(inner: str) -> None:
    assert not member(inner).paused


@pytest.mark.shows(
    "compass",
    "queue member: priority of any size",
)
def test_a_priority_may_be_any_whole_number() -> None:
    assert member("<priority>10</priority>").priority == 10
    assert member("<priority>high</priority>").priority is None


def test_entries_that_name_nobody_are_left_out() -> None:
    listed = xml("<a><entry/><entry><queueId>2</queueId><userId>9</userId></entry></a>")
    assert parse_members(listed) == (QueueMember("2", "9"),)
    assert parse_members(None) == ()


def test_without_what_identifies_it_nothing_is_read() -> None:
    with pytest.raises(Unreadable, match="names no"):
        parse_member(xml("<entry/>"))


@given(TREES)
def test_any_tree_is_read_or_refused(tree: Element) -> None:
    found = tried(parse_member, tree)
    assert found is None or (found.queue_id and found.user_id)


@given(MEMBERS)
def test_what_is_built_is_read_back(told: QueueMember) -> None:
    assert parse_member(over_the_wire(build_member(told))) == told


def test_a_list_of_members_is_built_in_order() -> None:
    parent = make("queue")
    told = (QueueMember("2", "9"), QueueMember("2", "7"))
    build_members(parent, "userEntries", told)
    assert parse_members(over_the_wire(parent)[0]) == told
