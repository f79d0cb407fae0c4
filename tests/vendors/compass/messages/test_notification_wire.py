"""Notifications on the wire: where the documents disagree, both are read."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.vendors.compass.messages import notifications as n
from cti_desk.vendors.compass.messages.elements import Unreadable
from cti_desk.vendors.compass.messages.members import QueueMember
from cti_desk.vendors.compass.messages.notification_wire import (
    build_notification,
    parse_notification,
)
from cti_desk.vendors.compass.messages.status import WrapUp
from tests.support.compass_xml import NOTIFICATIONS, TREES, over_the_wire, tried, xml

MEMBER = "<member><queueId>2</queueId><userId>9</userId></member>"


def read(kind: str, inner: str) -> n.Notification:
    return parse_notification(
        xml(f"<notification type='notification.{kind}' timestamp='7'>{inner}</notification>")
    )


def test_queue_members_are_not_queues() -> None:
    """One type is the beginning of the other."""
    assert read("queueMember.enter", MEMBER) == n.MemberEnter(QueueMember("2", "9"), timestamp=7.0)
    told = read("queue.call.enter", "<queueId>2</queueId><queueCall><callId>a</callId></queueCall>")
    assert told == n.QueueCallEnter("2", "a", timestamp=7.0)


@pytest.mark.parametrize("beside", ["", "<callId>a</callId>"])
@pytest.mark.shows(
    "compass",
    "contradiction: 5: callId beside a call, or not",
)
def test_a_calls_id_may_be_told_twice(beside: str) -> None:
    for told in (
        read("call.start", f"{beside}<call id='a'/>"),
        read("call.update", f"{beside}<call id='a'/><updateType>state</updateType>"),
    ):
        assert isinstance(told, n.CallStart | n.CallUpdate)
        assert told.call.id == "a"


@pytest.mark.shows(
    "compass",
    "end reason: any other",
)
def test_any_end_reason_is_taken() -> None:
    for reason in ("REPLACE", "SOMETHING_NEW"):
        told = read("call.end", f"<callId>a</callId><endReason>{reason}</endReason>")
        assert told == n.CallEnd("a", reason, timestamp=7.0)
    assert read("call.end", "<callId>a</callId>") == n.CallEnd("a", timestamp=7.0)


def test_a_status_comes_alone_or_with_the_whole_user() -> None:
    inner = (
        "<receiveCalls>NONE</receiveCalls><displayStatus>break</displayStatus>"
        "<wrapupState><callId>c</callId><endTime>12000</endTime></wrapupState>"
    )
    for told in (
        read("user.status", f"<userId>9</userId>{inner}"),
        read("user.status", f"<user id='9'>{inner}</user>"),
    ):
        assert isinstance(told, n.UserStatus)
        assert (told.user_id, told.receive_calls, told.display_status, told.wrap_up) == (
            "9",
            "NONE",
            "break",
            WrapUp("c", 12000.0),
        )


def test_a_new_queue_may_lack_its_id_beside_it() -> None:
    told = read("queue.create", "<queue id='2'><name>Q</name></queue>")
    assert isinstance(told, n.QueueCreate)
    assert (told.queue.id, told.queue.name) == ("2", "Q")


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_members_update_has_any_number_of_changes(number: int) -> None:
    change = "<propertyChange><name>priority</name><newValue>2</newValue></propertyChange>"
    told = read("queueMember.update", MEMBER + number * change)
    assert isinstance(told, n.MemberUpdate)
    assert told.changes == number * (n.PropertyChange("priority", None, "2"),)


@pytest.mark.parametrize(
    "schema", ["userDestroyNotification", "destroyUserNotification", "c:userDestroyNotification"]
)
def test_without_a_type_the_schema_type_counts(schema: str) -> None:
    told = f"<notification xsi:type='{schema}'><userId>9</userId></notification>"
    assert parse_notification(xml(told)) == n.UserDestroy("9")


def test_an_unknown_kind_is_kept() -> None:
    told = read("user.fax", "<userId>9</userId><new>x</new>")
    assert told == n.UnknownNotification("user.fax", {"userId": "9", "new": "x"}, timestamp=7.0)


@pytest.mark.parametrize("kind", sorted(k.TYPE for k in n.Notification.__subclasses__() if k.TYPE))
def test_a_notification_about_nothing_is_refused(kind: str) -> None:
    with pytest.raises(Unreadable, match=r"lacks|names"):
        read(kind, "")


@given(TREES, st.sampled_from([kind.TYPE for kind in NOTIFICATIONS]))
def test_any_tree_is_read_or_refused(tree: Element, kind: str) -> None:
    if isinstance(tree.tag, str):
        tree.set("type", f"notification.{kind}")
    found = tried(parse_notification, tree)
    assert found is None or isinstance(found, n.Notification)


@given(st.one_of(*NOTIFICATIONS.values()))
@pytest.mark.shows(
    "compass",
    "notification *",
)
def test_what_is_built_is_read_back(told: n.Notification) -> None:
    assert parse_notification(over_the_wire(build_notification(told))) == told
