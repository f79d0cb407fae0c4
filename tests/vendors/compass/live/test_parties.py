"""The party at an end of a call."""

from __future__ import annotations

import pytest

from cti_desk.core.model import QueueRef, Remote
from cti_desk.vendors.compass.live.parties import queue_ref, remote_of
from cti_desk.vendors.compass.messages.callpoints import (
    Callpoint,
    DialplanPoint,
    ExternalPoint,
    ListenInPoint,
    QueuePoint,
    ResourcePoint,
    UnknownPoint,
    UserPoint,
)
from cti_desk.vendors.compass.messages.users import User

USERS = {
    "17": User("17", "Anna Bakker", compass_id="anna", extensions=("1001", "1051")),
    "18": User("18", "", compass_id="bram"),
}


@pytest.mark.parametrize(
    ("point", "remote"),
    [
        (ExternalPoint(number="31612", name="31612"), Remote("31612")),
        (ExternalPoint(number=" 31612 ", name="Jan"), Remote("31612", name="Jan")),
        (ExternalPoint(number="Anonymous", name="anonymous"), Remote(withheld=True)),
        (ExternalPoint(number="unknown", name="Jan"), Remote(name="Jan")),
        (ExternalPoint(), Remote()),
        (UserPoint(user_id="17", user_name="A"), Remote("1001", name="Anna Bakker")),
        (UserPoint(user_id="18", user_name="Bram"), Remote("bram", name="Bram")),
        (UserPoint(user_id="19"), Remote("19")),
        (UserPoint(), Remote()),
        (QueuePoint(queue_id="7012", queue_name="Support"), Remote(name="Support")),
        (ResourcePoint(resource_type="ivr", name="Menu"), Remote(name="Menu")),
        (DialplanPoint(exten="0612"), Remote("0612")),
        (ListenInPoint(listened_to_call_id="x"), Remote()),
        (UnknownPoint(), Remote()),
    ],
)
def test_who_is_there(point: Callpoint, remote: Remote) -> None:
    assert remote_of(point, USERS) == remote


def test_a_queue_without_an_id_is_none() -> None:
    assert queue_ref(QueuePoint(queue_name="Support")) is None
    assert queue_ref(QueuePoint(queue_id="7012", queue_name="")) == QueueRef("7012")
