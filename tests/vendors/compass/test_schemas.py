"""What we build, whole, is as the printed schemas want it; every exception is needed."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import pytest

from cti_desk.vendors.compass.messages import callpoints as cp
from cti_desk.vendors.compass.messages import notifications as n
from cti_desk.vendors.compass.messages import requests as r
from cti_desk.vendors.compass.messages.calls import Call, build_call
from cti_desk.vendors.compass.messages.members import QueueMember
from cti_desk.vendors.compass.messages.notification_wire import build_notification
from cti_desk.vendors.compass.messages.queues import Queue
from cti_desk.vendors.compass.messages.status import WrapUp
from cti_desk.vendors.compass.messages.users import User
from tests.support.compass_schema import EXCEPTIONS, LATER, problems, said

MEMBER = QueueMember("7012", "1", 1, 1337295600000)
CHANGE = (n.PropertyChange("name", "Old", "New"),)
USER = User(
    "1",
    "Anna",
    True,
    "1",
    "anna@uc.example.com",
    "anna",
    (MEMBER,),
    "anna@example.com",
    "",
    "nl",
    ("201", "202"),
    "275",
    "Street 1",
    "ONLY_DIRECT",
    "Lunch",
    WrapUp("a.1", 1700000000.0),
)
QUEUE = Queue("7012", "Support", (MEMBER,), ("a.1",), "queue-7012")
POINTS: tuple[cp.Callpoint, ...] = (
    cp.UserPoint("1", "RINGING", 7.0, user_id="1", user_name="Anna", identity_id="9"),
    cp.QueuePoint("2", "ANSWERED", 7.0, 8.0, queue_id="7012", queue_name="Support"),
    cp.DialplanPoint("3", "CONNECTING", 7.0, exten="100", digits="", description="dialler"),
    cp.ExternalPoint("4", "INACTIVE", 7.0, number="31614241111", name="Maria"),
    cp.ResourcePoint("5", "ANSWERED", 7.0, resource_type="ivr", resource_id="6", name="Menu"),
    cp.ListenInPoint("6", "ANSWERED", 7.0, listened_to_call_id="a.1"),
    cp.UnknownPoint("7", "DISCONNECTED", 7.0, 8.0, 9.0),
)
CALL = Call("a.2", POINTS[0], POINTS[3], "RINGING", {"QueueCallForCall": "a.1"})

TOLD: tuple[n.Notification, ...] = (
    n.CallStart(CALL, timestamp=7.0),
    n.CallUpdate(CALL, "STATE", timestamp=7.0),
    n.CallEnd("a.2", "SOURCE_HANGUP", timestamp=7.0),
    n.CallStepResult("a.2", "1", "DESTINATION", POINTS[4], timestamp=7.0),
    n.CallQueueExit("a.1", "max_waittime", timestamp=7.0),
    n.UserCreate("1", USER, timestamp=7.0),
    n.UserUpdate("1", CHANGE, timestamp=7.0),
    n.UserDestroy("1", timestamp=7.0),
    n.UserStatus("1", "ALL", "", WrapUp("a.1"), timestamp=7.0),
    n.QueueCreate(QUEUE, timestamp=7.0),
    n.QueueUpdate("7012", CHANGE, timestamp=7.0),
    n.QueueDestroy("7012", timestamp=7.0),
    n.QueueCallEnter("7012", "a.1", timestamp=7.0),
    n.QueueCallLeave("7012", "a.1", timestamp=7.0),
    n.MemberEnter(MEMBER, timestamp=7.0),
    n.MemberLeave(MEMBER, timestamp=7.0),
    n.MemberUpdate(MEMBER, CHANGE, timestamp=7.0),
)


@pytest.mark.parametrize("told", TOLD, ids=lambda told: told.TYPE)
@pytest.mark.shows(
    "compass",
    "schema: what the simulator says is valid",
)
def test_notifications_are_valid(told: n.Notification) -> None:
    assert problems(build_notification(told)) == []


def test_no_kind_is_missing() -> None:
    kinds = set(n.Notification.__subclasses__()) - {n.UnknownNotification}
    assert {type(told) for told in TOLD} == kinds


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.type)
def test_callpoints_are_valid(point: cp.Callpoint) -> None:
    assert problems(build_call(Call("a.2", point, point, "ANSWERED"))) == []


@pytest.mark.parametrize(
    "found", [r.Found((USER,)), r.Found((), (QUEUE,)), r.Found(calls=(CALL,)), r.Found()]
)
def test_results_are_valid(found: r.Found) -> None:
    assert problems(r.build_found(found)) == []


@pytest.mark.parametrize("request_", [r.get_company(), r.get("call", history=True)])
def test_requests_are_valid(request_: r.Request) -> None:
    assert problems(r.build_request(request_)) == []
    assert problems(r.build_company(r.Company("15", "Company"))) == []


NEEDED: dict[str, Element] = {
    "REPLACE": build_notification(n.CallEnd("a.2", "REPLACE", timestamp=7.0)),
    "result": r.build_found(r.Found()),
    "propertyChange": build_notification(n.MemberUpdate(MEMBER, timestamp=7.0)),
}


@pytest.mark.parametrize("word", NEEDED)
def test_an_exception_is_needed(word: str) -> None:
    (told,) = said(NEEDED[word], LATER)
    assert [each for each in EXCEPTIONS if word in each and word in told]
    assert problems(NEEDED[word]) == []


def test_there_is_no_exception_more() -> None:
    assert len(NEEDED) == len(EXCEPTIONS)


def test_what_is_wrong_is_found() -> None:
    for broken in (
        build_notification(n.CallEnd("a.2", "BORED", timestamp=7.0)),
        build_notification(n.UserStatus("1", "SOME", timestamp=7.0)),
        build_notification(n.CallEnd("a.2", "REPLACE")),
    ):
        found = problems(broken)
        assert any(re.search("BORED|SOME|timestamp", words) for words in found)
