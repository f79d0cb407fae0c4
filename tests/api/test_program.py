from __future__ import annotations

from cti_desk.api.dispatcher import Dispatcher
from cti_desk.core.reports import ACCEPTED
from tests.support.api import Program, delivered
from tests.support.fake_desk import FakeDesk


def test_the_reply_comes_before_the_first_event() -> None:
    dispatcher = Dispatcher(FakeDesk())
    dispatcher.events.publish(delivered())
    program = Program(dispatcher)
    since = {"epoch": dispatcher.events.epoch, "sequence": 0}
    assert program.call("events.subscribe", {"since": since})["resumed"]
    assert program.woken == 1
    assert [event["sequence"] for event in program.take()] == [1]


def test_in_a_batch_too() -> None:
    desk = FakeDesk(outcome=None)
    dispatcher = Dispatcher(desk)
    program = Program(dispatcher)
    program.say(
        [
            {"jsonrpc": "2.0", "id": 1, "method": "events.subscribe"},
            {"jsonrpc": "2.0", "id": 2, "method": "agent.ready"},
        ]
    )
    dispatcher.events.publish(delivered())
    assert program.sent == []
    assert program.take() == []  # the batch is not answered yet
    desk.asked[0].done(ACCEPTED)
    assert len(program.sent) == 1
    assert len(program.take()) == 1


def test_a_second_subscription_replaces_the_first() -> None:
    dispatcher = Dispatcher(FakeDesk())
    program = Program(dispatcher)
    for _ in range(2):
        program.call("events.subscribe")
    dispatcher.events.publish(delivered())
    assert len(program.take()) == 1


def test_a_closed_program_leaves_nothing_behind() -> None:
    dispatcher = Dispatcher(FakeDesk())
    program = Program(dispatcher)
    program.call("events.subscribe")
    program.call("ivclient.StartTray")
    program.connection.close()
    assert program.connection.closed
    dispatcher.events.publish(delivered())
    assert program.woken == 0
    assert program.take() == []
    assert not dispatcher.events._subscriptions
    assert not dispatcher.ivclients._queues


def test_without_a_subscription_there_is_nothing_to_take() -> None:
    program = Program(Dispatcher(FakeDesk()))
    assert program.take() == []
    assert not program.connection.pending
