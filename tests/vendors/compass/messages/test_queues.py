"""Queues: who is in them and what waits."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest
from hypothesis import given

from cti_desk.vendors.compass.messages.elements import Unreadable
from cti_desk.vendors.compass.messages.queues import Queue, build_queue, parse_queue
from tests.support.compass_xml import QUEUES, TREES, over_the_wire, tried, xml


def test_a_queue_of_an_old_server_brings_figures() -> None:
    told = "<queue id='2'><maxWait>17</maxWait><totalCalls>x</totalCalls></queue>"
    assert parse_queue(xml(told)).statistics == {"maxWait": 17}


def test_waiting_calls_without_an_id_are_left_out() -> None:
    told = "<queue id='2'><callIds><id>a.0</id><id/></callIds></queue>"
    assert parse_queue(xml(told)).call_ids == ("a.0",)


def test_without_what_identifies_it_nothing_is_read() -> None:
    with pytest.raises(Unreadable, match="no id"):
        parse_queue(xml("<queue/>"))


@given(TREES)
def test_any_tree_is_read_or_refused(tree: Element) -> None:
    found = tried(parse_queue, tree)
    assert found is None or found.id


@given(QUEUES)
def test_what_is_built_is_read_back(queue: Queue) -> None:
    assert parse_queue(over_the_wire(build_queue(queue))) == queue
