"""Callpoints: every documented kind, and those that nobody documented."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest
from hypothesis import given

from cti_desk.vendors.compass.messages import callpoints as cp
from tests.support.compass_xml import CALLPOINTS, TREES, over_the_wire, xml


@pytest.mark.parametrize(
    ("said", "inner", "point"),
    [
        ("User", "<userId>17</userId><identityId>73</identityId>", ("user_id", "17")),
        ("Queue", "<queueName>Sales</queueName>", ("queue_name", "Sales")),
        ("Dialplan", "<description>dialler</description>", ("description", "dialler")),
        ("External", "<number>31614241111</number>", ("number", "31614241111")),
        ("Resource", "<resourceType>ivr</resourceType>", ("resource_type", "ivr")),
        ("ListenIn", "<listenedToCallId>a.0</listenedToCallId>", ("listened_to_call_id", "a.0")),
    ],
)
@pytest.mark.shows(
    "compass",
    "callpoint *",
)
def test_the_kinds(said: str, inner: str, point: tuple[str, str]) -> None:
    for told in (f"type='{said}'", f"xsi:type='callpoint{said}'", f"type='{said.lower()}'"):
        found = cp.parse_callpoint(xml(f"<source {told}>{inner}</source>"))
        assert found.type == said
        assert getattr(found, point[0]) == point[1]


@pytest.mark.shows(
    "compass",
    "callpoint Unknown",
)
def test_an_unknown_kind_keeps_what_it_said() -> None:
    told = "<source id='3' type='Fax'><state>RINGING</state><pages>2</pages></source>"
    found = cp.parse_callpoint(xml(told))
    assert found == cp.UnknownPoint("3", "RINGING", kind="Fax", raw={"pages": "2"})


def test_the_prose_calls_the_state_an_attribute() -> None:
    assert cp.parse_callpoint(xml("<source state='INACTIVE'/>")).state == cp.INACTIVE


@pytest.mark.parametrize("name", ["timeEnded", "timeEnd"])
@pytest.mark.shows(
    "compass",
    "contradiction: 10: timeEnd or timeEnded",
)
def test_an_end_has_two_spellings(name: str) -> None:
    told = f"<source type='User'><{name}>1384535809</{name}></source>"
    assert cp.parse_callpoint(xml(told)).time_ended == 1384535809.0


@given(TREES)
def test_any_tree_is_some_callpoint(tree: Element) -> None:
    assert isinstance(cp.parse_callpoint(tree), cp.Callpoint)


@given(CALLPOINTS)
def test_what_is_built_is_read_back(point: cp.Callpoint) -> None:
    assert cp.parse_callpoint(over_the_wire(cp.build_callpoint(point))) == point
