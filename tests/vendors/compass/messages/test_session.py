"""What a session sends first."""

from __future__ import annotations

from xml.etree.ElementTree import tostring

import pytest

from cti_desk.vendors.compass.messages import session


@pytest.mark.shows(
    "compass",
    "XMPP session: presence with a priority",
    "contradiction: 1: priority below zero, or 1 as in all examples",
)
def test_the_priority_is_the_settings() -> None:
    assert session.build_presence(-1)[0].text == "-1"


def test_a_ping_is_the_standards() -> None:
    assert tostring(session.build_ping()) == b'<ns0:ping xmlns:ns0="urn:xmpp:ping" />'


def test_the_list_that_is_made_is_the_one_made_active() -> None:
    made, active = session.build_invisible_list()[0], session.build_activate_invisible()[0]
    assert made.get("name") == active.get("name")
