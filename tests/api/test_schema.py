from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError
from msgspec.structs import replace

from cti_desk.api.dispatcher import Dispatcher
from cti_desk.api.schema import documents
from cti_desk.core.events import Event, EventType
from cti_desk.core.model import AgentState as State
from cti_desk.core.model import Asked, Colleague, Pending, Queue, Reason
from cti_desk.installation.resources import resource_path
from tests.support.api import Program
from tests.support.fake_desk import NOW, FakeDesk, call, snapshot


def published(name: str) -> Draft202012Validator:
    schema = json.loads(resource_path("schema", *name.split("/")).read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def event(kind: EventType) -> Event:
    """An event with what its kind is about."""
    now = snapshot()
    name = kind.value
    if name.startswith("Agent") or kind is EventType.DO_NOT_DISTURB:
        return Event(kind, agent=now.agent)
    if kind is EventType.COLLEAGUE_CHANGED:
        return Event(kind, colleague=Colleague("default_1002"))
    if ("Queue" in name and kind is not EventType.QUEUED) or kind is EventType.WAITING_CALL:
        return Event(kind, queue=Queue("7012"))
    if name.startswith("Link"):
        return Event(kind, link=now.link, cause="closed")
    if kind in (EventType.NOTICE, EventType.GAP):
        return Event(kind, text="A sentence.")
    return Event(kind, call=call(), cause="BYCALLER")


@pytest.mark.parametrize("kind", list(EventType), ids=lambda kind: kind.value)
def test_a_real_event_fits_its_published_schema(kind: EventType) -> None:
    dispatcher = Dispatcher(FakeDesk())
    program = Program(dispatcher)
    program.call("events.subscribe")
    dispatcher.events.publish(event(kind))
    (message,) = program.take()
    published(f"events/{kind.value}.json").validate(message)


def test_an_event_without_its_body_does_not_fit() -> None:
    bare: dict[str, Any] = {"epoch": "e", "sequence": 1, "time": NOW, "event": "Delivered"}
    with pytest.raises(ValidationError):
        published("events/Delivered.json").validate(bare)
    with pytest.raises(ValidationError):
        published("events/LinkUp.json").validate({**bare, "event": "LinkDown"})


@pytest.mark.parametrize("calls", [0, 1, 3])
def test_a_real_snapshot_fits_the_published_schema(calls: int) -> None:
    desk = FakeDesk(current=snapshot(calls))
    reason = Reason("2", "Lunch")
    desk.current = replace(
        desk.current,
        agent=replace(
            desk.current.agent,
            pending=Pending(State.NOT_READY, reason),
            asked=Asked("SetNotReady", State.NOT_READY, reason, NOW),
            changed_by="server",
        ),
        colleagues=(Colleague("default_1002"),),
    )
    message = Program(Dispatcher(desk)).call("session.snapshot")
    schema = published("snapshot.json")
    schema.validate(message)
    del message["link"]["stale_s"]
    with pytest.raises(ValidationError):
        schema.validate(message)


def test_a_gap_with_its_snapshot_fits() -> None:
    dispatcher = Dispatcher(FakeDesk())
    program = Program(dispatcher)
    program.call("events.subscribe")
    for _ in range(1_001):
        dispatcher.events.publish(event(EventType.DELIVERED))
    (gap,) = program.take()
    assert gap["snapshot"]["sequence"] == 1_001
    published("events/Gap.json").validate(gap)


def test_every_event_has_a_document() -> None:
    assert set(documents()) == {
        "snapshot.json",
        *(f"events/{kind.value}.json" for kind in EventType),
    }
