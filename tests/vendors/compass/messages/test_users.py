"""Users: the fields that come and go, and where somebody is logged on."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest
from hypothesis import given

from cti_desk.vendors.compass.messages.elements import Unreadable
from cti_desk.vendors.compass.messages.users import User, build_user, parse_user
from tests.support.compass_xml import TREES, USERS, over_the_wire, tried, xml


def test_a_user_may_be_told_with_their_id_alone() -> None:
    user = parse_user(xml("<user id='105'/>"))
    assert user == User("105")
    assert user.logged_in is None


def test_a_users_id_may_stand_among_the_identifiers() -> None:
    told = "<user><identifiers><lisaId> 7 </lisaId></identifiers></user>"
    assert parse_user(xml(told)).id == "7"


@pytest.mark.parametrize(
    ("location", "phone"), [("776", "776"), ("-1", None), ("", None), (None, None)]
)
def test_a_location_is_a_phone_or_nowhere(location: str | None, phone: str | None) -> None:
    assert User("1", location=location).phone_id == phone


def test_extensions_are_separated_by_commas() -> None:
    told = "<user id='1'><extensions>201, 202,</extensions></user>"
    assert parse_user(xml(told)).extensions == ("201", "202")


@pytest.mark.shows(
    "compass",
    "status: displayStatus",
)
def test_a_status_comes_with_new_platforms() -> None:
    told = (
        "<user id='1'><receiveCalls>NONE</receiveCalls><displayStatus>gone</displayStatus></user>"
    )
    user = parse_user(xml(told))
    assert (user.receive_calls, user.display_status) == ("NONE", "gone")


def test_without_what_identifies_it_nothing_is_read() -> None:
    with pytest.raises(Unreadable, match="no id"):
        parse_user(xml("<user/>"))


@given(TREES)
def test_any_tree_is_read_or_refused(tree: Element) -> None:
    found = tried(parse_user, tree)
    assert found is None or found.id


@given(USERS)
def test_what_is_built_is_read_back(user: User) -> None:
    assert parse_user(over_the_wire(build_user(user))) == user
