from __future__ import annotations

from typing import Any

from cti_desk.api import params as p
from cti_desk.api.dispatcher import Dispatcher
from cti_desk.api.method import Request, position_order
from cti_desk.core.errors import NoLink
from tests.support.api import Program
from tests.support.fake_desk import FakeDesk


def test_positions_are_required_parameters_then_own_then_shared_ones() -> None:
    assert position_order(p.DialParams) == ("number", "correlation_id", "wait")
    assert position_order(p.TransferParams) == ("number", "all", "call_id", "wait")
    assert position_order(p.LogInParams) == ("device", "agent", "wait")
    assert position_order(p.Params) == ()


def test_positions_of_ivclient_are_those_of_the_manual() -> None:
    assert position_order(p.IvNewCallParams) == (
        "accountcode",
        "username",
        "dest_ext",
        "external_id",
    )
    assert position_order(p.IvClientParams) == ()  # `client` stands beside the arguments


def test_a_request_is_answered_once() -> None:
    dispatcher = Dispatcher(FakeDesk())
    replies: list[Any] = []
    request = Request(
        dispatcher.desk,
        dispatcher.events,
        dispatcher.ivclients,
        Program(dispatcher).connection,
        None,
        lambda result, error: replies.append((result, error)),
    )
    assert request.open
    request.answer(1)
    request.answer(2)
    request.refuse(NoLink("late"))
    assert replies == [(1, None)]
    assert not request.open
