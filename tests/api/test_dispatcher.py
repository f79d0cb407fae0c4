from __future__ import annotations

import json
import logging
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.api import dispatcher as module
from cti_desk.api.dispatcher import Dispatcher
from cti_desk.api.method import Method, Request
from cti_desk.api.params import DialParams, VendorParams
from cti_desk.core.errors import (
    AmbiguousCall,
    NoLink,
    NotOffered,
    OutcomeUnknown,
    RefusedByVendor,
    UsageError,
)
from cti_desk.core.reports import ACCEPTED
from tests.support.api import Program
from tests.support.fake_desk import FakeDesk
from tests.support.odd_text import assert_valid, odd_texts


def test_a_request_is_answered_with_its_id(program: Program) -> None:
    for identity in (1, "abc", None, 2.5):
        message = {"jsonrpc": "2.0", "id": identity, "method": "queue.list"}
        (reply,) = program.say(message)
        assert reply["jsonrpc"] == "2.0"
        assert reply["id"] == identity
        assert reply["result"][0]["id"] == "7012"


@pytest.mark.parametrize(
    "line",
    [b"{", b"", b"\xff\xfe", b"nonsense", b'{"a": }', b"[" * 100_000, b'{"a":' * 100_000],
)
def test_what_is_not_json_is_a_parse_error(program: Program, line: bytes) -> None:
    (reply,) = program.say(line)
    assert reply["id"] is None
    assert reply["error"]["code"] == module.PARSE_ERROR
    assert set(reply["error"]["data"]) == {"vendor", "code", "message"}


@pytest.mark.parametrize(
    "message",
    [
        1,
        "text",
        None,
        {},
        {"method": "queue.list", "id": 1},
        {"jsonrpc": "1.0", "method": "queue.list", "id": 1},
        {"jsonrpc": "2.0", "id": 1},
        {"jsonrpc": "2.0", "method": 5, "id": 1},
        {"jsonrpc": "2.0", "method": "queue.list", "id": {}},
        {"jsonrpc": "2.0", "method": "queue.list", "id": True},
        {"jsonrpc": "2.0", "method": "queue.list", "id": 1, "client": 5},
        [],
        [1] * 101,
    ],
)
def test_what_is_no_request_is_an_invalid_request(program: Program, message: Any) -> None:
    (reply,) = program.say(message)
    assert reply["error"]["code"] == module.INVALID_REQUEST


def test_an_unknown_method(program: Program) -> None:
    reply = program.ask("no.such.method")
    assert reply["error"]["code"] == module.METHOD_NOT_FOUND
    assert "no.such.method" in reply["error"]["message"]


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("call.dial", {}),
        ("call.dial", {"number": 6100}),
        ("call.dial", {"number": ""}),
        ("call.dial", {"number": "6100", "wait": "long"}),
        ("call.dial", {"number": "6100", "wait": -1}),
        ("call.dial", {"nummer": "6100"}),
        ("call.dial", ["6100", "id", True, "too many"]),
        ("call.dial", "6100"),
        ("call.dial", 5),
        ("call.digits", {"digits": "12x"}),
        ("agent.forward", {"kind": "sometimes", "number": "1"}),
        ("agent.dnd", {"on": "yes"}),
        ("events.subscribe", {"since": 4}),
        ("events.subscribe", {"since": {"epoch": "e"}}),
        ("journal.list", {"limit": 0}),
        ("journal.list", {"limit": 100_000}),
        ("vendor.call", {"method": "AgentInfo", "params": []}),
        ("ivclient.AgentLogin", ["default"]),
        ("ivclient.AgentLogin", ["default", "default_1001", None]),
    ],
)
def test_wrong_parameters(program: Program, desk: FakeDesk, method: str, params: Any) -> None:
    assert program.code(method, params) == module.INVALID_PARAMS
    assert not desk.asked


def test_parameters_may_be_left_out_or_null_or_given_by_position(
    program: Program, desk: FakeDesk
) -> None:
    assert program.call("session.snapshot")["profile"] == "office"
    assert program.say({"jsonrpc": "2.0", "id": 1, "method": "session.snapshot", "params": None})[
        0
    ]["result"]
    program.call("call.transfer", ["7012", True, "1282781304.2.1"])
    command = desk.asked[-1].command
    assert msgspec.structs.asdict(command) == {  # type: ignore[arg-type]
        "call_id": "1282781304.2.1",
        "number": "7012",
        "all": True,
    }


def test_notifications_are_carried_out_and_not_answered(program: Program, desk: FakeDesk) -> None:
    assert program.say({"jsonrpc": "2.0", "method": "agent.ready"}) == []
    assert program.say({"jsonrpc": "2.0", "method": "no.such"}) == []
    assert program.say({"jsonrpc": "2.0", "method": "call.dial", "params": {}}) == []
    assert len(desk.asked) == 1


def test_a_batch_is_answered_when_all_of_it_is(program: Program, desk: FakeDesk) -> None:
    desk.outcome = None
    batch = [
        {"jsonrpc": "2.0", "id": 1, "method": "agent.ready"},
        {"jsonrpc": "2.0", "method": "agent.logout"},
        {"jsonrpc": "2.0", "id": 2, "method": "queue.list"},
        7,
    ]
    assert program.say(batch) == []
    desk.asked[0].done(ACCEPTED)
    (replies,) = [json.loads(raw) for raw in program.sent]
    assert sorted(reply["id"] or 0 for reply in replies) == [0, 1, 2]
    desk.asked[1].done(ACCEPTED)
    assert len(program.sent) == 1


def test_a_batch_of_notifications_is_not_answered(program: Program, desk: FakeDesk) -> None:
    assert program.say([{"jsonrpc": "2.0", "method": "agent.ready"}] * 3) == []
    assert len(desk.asked) == 3


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UsageError("A pause needs a reason."), -32002),
        (NotOffered("No hold here."), -32004),
        (OutcomeUnknown("No answer."), -32005),
        (NoLink("No link."), -32006),
        (AmbiguousCall("Two calls.", details={"calls": [{"id": "1"}, {"id": "2"}]}), -32007),
        (RefusedByVendor("Wrong password.", code=9), -32001),
        (NotOffered("No."), -32004),
        (NoLink("No."), -32006),
        (OutcomeUnknown("No."), -32005),
    ],
)
def test_core_errors_keep_their_codes_and_data(
    program: Program, desk: FakeDesk, error: Any, code: int
) -> None:
    desk.outcome = error
    reply = program.ask("agent.ready")["error"]
    assert reply["code"] == code
    assert reply["data"]["vendor"] == "instantvoice"
    assert reply["data"]["message"] == reply["message"]
    if code == -32007:
        assert [call["id"] for call in reply["data"]["calls"]] == ["1", "2"]
    if code == -32001:
        assert reply["data"]["code"] == 9


def _raise(_request: Request, _params: Any) -> Any:
    raise RuntimeError("secret words")


@pytest.mark.expected_log("broken.method failed inside the desk")
@pytest.mark.expected_log("cannot be encoded")
def test_a_fault_inside_is_an_internal_error_without_its_words(desk: FakeDesk) -> None:
    methods = [
        Method("broken.method", "", _raise),
        Method("broken.result", "", lambda _r, _p: object()),
    ]
    program = Program(Dispatcher(desk, methods))
    for method in methods:
        reply = program.ask(method.name)["error"]
        assert reply["code"] == module.INTERNAL_ERROR
        assert "secret" not in json.dumps(reply)


def test_unanswered_requests_are_bounded(program: Program, desk: FakeDesk) -> None:
    desk.outcome = None
    for number in range(module.OPEN_LIMIT):
        assert program.ask("agent.ready", id=number) is None
    assert program.code("agent.ready") == module.BUSY
    assert len(desk.asked) == module.OPEN_LIMIT
    desk.asked[0].done(ACCEPTED)
    assert program.ask("agent.ready") is None  # there is room again
    assert len(desk.asked) == module.OPEN_LIMIT + 1


def test_an_answer_after_the_connection_is_dropped(program: Program, desk: FakeDesk) -> None:
    desk.outcome = None
    program.ask("agent.ready")
    program.connection.close()
    desk.asked[0].done(ACCEPTED)
    assert program.sent == []


def test_only_the_first_answer_counts(program: Program, desk: FakeDesk) -> None:
    desk.outcome = None
    program.ask("agent.ready")
    desk.asked[0].done(ACCEPTED)
    desk.asked[0].done(NoLink("late"))
    assert len(program.sent) == 1


def test_half_a_character_from_a_line_costs_nothing(program: Program, desk: FakeDesk) -> None:
    desk.vendor_result = {"name": "\ud83d"}
    assert program.call("vendor.call", {"method": "AgentInfo"}) == {"name": "?"}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)
methods = st.sampled_from([method.name for method in module.METHODS] + ["", "nope"])


@given(st.one_of(st.binary(max_size=200), json_values.map(lambda v: json.dumps(v).encode())))
def test_any_bytes_are_answered_or_ignored(line: bytes) -> None:
    for reply in Program(Dispatcher(FakeDesk())).say(line):
        assert "error" in reply or "result" in reply or isinstance(reply, list)


@given(methods, json_values, json_values)
def test_any_parameters_are_answered(method: str, params: Any, identity: Any) -> None:
    logging.disable(logging.CRITICAL)
    try:
        program = Program(Dispatcher(FakeDesk()))
        replies = program.say(
            {"jsonrpc": "2.0", "id": identity, "method": method, "params": params}
        )
        assert len(replies) == 1
        assert replies[0].get("error", {}).get("code") != module.INTERNAL_ERROR
    finally:
        logging.disable(logging.NOTSET)


def test_a_batch_is_answered_as_far_as_its_replies_fit_and_the_rest_is_told() -> None:
    rows = [{"note": "x" * 10_000}] * 1_000  # 10 MB each
    one = {"jsonrpc": "2.0", "method": "journal.list", "params": {"limit": 1000}}
    acts = {"jsonrpc": "2.0", "id": "act", "method": "agent.ready"}
    [replies] = Program(Dispatcher(FakeDesk(rows=rows))).say(
        [*({**one, "id": number} for number in range(5)), acts]
    )
    assert [len(reply.get("result", ())) for reply in replies[:5]] == [1_000] * 3 + [0] * 2
    assert [reply["id"] for reply in replies] == [0, 1, 2, 3, 4, "act"]
    assert {reply["error"]["code"] for reply in replies[3:5]} == {-32000}
    assert replies[5]["result"]["accepted"], "what was done is not denied"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (rb"\ud800", "\ufffd"),
        (rb"\uDFFF5", "\ufffd5"),
        (rb"\ud83d\ude00", "\U0001f600"),
        (rb"\ud83d\ud83d\ude00", "\ufffd\U0001f600"),
        (rb"\ude00\ud83d", "\ufffd\ufffd"),
        (rb"\\ud800", r"\ud800"),
        (rb"\\\ud800", "\\\ufffd"),
        (rb"a\u001b[31m\nb", "a b"),
        (rb"\u2028x\u202ey", "xy"),
        (b"\xc2\x9b1m", "1m"),
    ],
)
def test_texts_of_programs_are_made_valid(written: bytes, read: str) -> None:
    asked: list[Any] = []
    table = [Method("t.say", "", lambda _request, p: asked.append(p.number), DialParams)]
    program = Program(Dispatcher(FakeDesk(), table))
    line = b'{"jsonrpc": "2.0", "id": 1, "method": "t.say", "params": {"number": "%s"}}'
    (reply,) = program.say(line % written)
    assert "result" in reply, reply
    assert asked == [read]


@given(odd_texts)
def test_any_text_is_served_or_refused_in_words(text: str) -> None:
    asked: list[Any] = []
    table = [Method("t.say", "", lambda _request, p: asked.append(p), DialParams)]
    program = Program(Dispatcher(FakeDesk(), table))
    for number in (text, "1"):
        message = {"jsonrpc": "2.0", "id": 7, "method": "t.say", "client": text}
        line = json.dumps({**message, "params": {"number": number, "correlation_id": text}})
        (reply,) = program.say(line.encode())
        assert reply["id"] == 7
        assert "result" in reply or reply["error"]["code"] == module.INVALID_PARAMS
    assert_valid(asked)


def test_what_is_for_the_vendor_keeps_its_line_breaks() -> None:
    asked: list[Any] = []
    table = [Method("t.call", "", lambda _request, p: asked.append(p.params), VendorParams)]
    program = Program(Dispatcher(FakeDesk(), table))
    params = {"method": "MessageSend", "params": {"text": "one\ntwo\t\ud800" + "x" * 50_000}}
    line = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "t.call", "params": params})
    program.say(line.encode())
    assert asked == [{"text": "one\ntwo\t\ufffd" + "x" * 50_000}]


def test_a_number_of_broken_text_is_refused_in_words(program: Program) -> None:
    line = rb'{"jsonrpc": "2.0", "id": 3, "method": "call.dial", "params": {"number": "\ud800"}}'
    (reply,) = program.say(line)
    assert reply["id"] == 3
