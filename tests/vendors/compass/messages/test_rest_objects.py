"""REST objects: ids wherever they stand, and nothing else taken for granted."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.vendors.compass.messages import rest_objects as r
from cti_desk.vendors.compass.messages.elements import Unreadable

ORIGIN = "https://rest.example.com"


@pytest.mark.parametrize(
    "data",
    [
        {"entityId": 100, "self": f"{ORIGIN}/user/7"},
        {"resourceId": " 100 "},
        {"self": f"{ORIGIN}/queue/100/"},
    ],
)
def test_an_objects_id_is_found(data: dict[str, Any]) -> None:
    assert r.read_object(data).id == "100"


def test_an_object_keeps_all_it_said() -> None:
    data = {"self": f"{ORIGIN}/queue/2003", "theType": "queue", "name": "Support", "new": [1]}
    found = r.read_object(data)
    assert (found.type, found.name, found.raw) == ("queue", "Support", data)


@pytest.mark.parametrize(
    ("data", "priority", "forward", "paused"),
    [
        ({"priority": 2, "callForward": False, "paused": True}, 2, False, True),
        ({"priority": "2", "callForward": "true"}, 2, True, None),
        ({"priority": None, "callForward": 7, "paused": "?"}, None, None, None),
    ],
)
def test_a_membership(
    data: dict[str, Any], priority: int | None, forward: bool | None, paused: bool | None
) -> None:
    found = r.read_membership({"queue": f"{ORIGIN}/queue/270", **data})
    assert found == r.Membership("270", f"{ORIGIN}/queue/270", priority, forward, paused)


def test_a_membership_of_nothing_is_refused() -> None:
    with pytest.raises(Unreadable, match="no queue"):
        r.read_membership({"priority": 1})


@pytest.mark.parametrize(
    ("data", "cli"),
    [
        ({"cli": f"{ORIGIN}/externalNumber/9"}, f"{ORIGIN}/externalNumber/9"),
        ({"cli": {"self": f"{ORIGIN}/externalNumber/9"}}, f"{ORIGIN}/externalNumber/9"),
        ({"outboundCli": "31201234567"}, "31201234567"),
        ({"cli": None}, None),
    ],
)
def test_an_identity_in_every_version(data: dict[str, Any], cli: str | None) -> None:
    found = r.read_identity({"self": f"{ORIGIN}/identity/73", "order": 0, **data})
    assert found == r.Identity("73", f"{ORIGIN}/identity/73", r.PRIMARY, cli, None)


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"phone": f"{ORIGIN}/phone/776"}, r.RestStatus("776")),
        ({"phone": None}, r.RestStatus()),
        (
            {"receiveCalls": "receiveOnlyDirect", "displayStatus": "Lunch"},
            r.RestStatus(None, "ONLY_DIRECT", "Lunch"),
        ),
    ],
)
@pytest.mark.shows(
    "compass",
    "contradiction: 6: status in versions 1 and 2 means the phone",
)
def test_a_status_has_two_meanings(data: dict[str, Any], status: r.RestStatus) -> None:
    assert r.read_status(data) == status


@pytest.mark.parametrize(
    ("data", "started"),
    [
        (True, r.Started(True)),
        (False, r.Started(False)),
        ("a.1", r.Started(True, "a.1")),
        ({"callId": "a.1"}, r.Started(True, "a.1")),
        ({}, r.Started(True)),
        (7, r.Started(True, "7")),
    ],
)
def test_what_became_of_a_call(data: Any, started: r.Started) -> None:
    assert r.read_started(data) == started


def test_what_cannot_be_read_of_a_list_is_counted() -> None:
    found, unreadable = r.read_all([{"self": "/queue/1"}, None, []], r.read_object)
    assert ([one.id for one in found], unreadable) == (["1"], 2)
    assert r.read_all({"not": "a list"}, r.read_object) == ((), 0)


@pytest.mark.parametrize(
    ("url", "found"), [("http://[/7", ""), ("", ""), ("/a/b%2Fc", "b/c"), ("270", "270")]
)
def test_the_id_of_an_address(url: str, found: str) -> None:
    assert r.id_of_url(url) == found


_NAMES = "self entityId resourceId queue priority order cli phone receiveCalls callId paused"
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(_NAMES.split()), inner, max_size=5)
    ),
    max_leaves=12,
)


@given(_JSON)
def test_any_answer_is_read_or_refused(data: Any) -> None:
    assert isinstance(r.read_started(data), r.Started)
    for read in (r.read_object, r.read_membership, r.read_identity, r.read_status):
        assert r.read_all([data], read)[1] in (0, 1)
