from __future__ import annotations

import json
import subprocess
import sys
from collections import deque
from typing import Any

import pytest

from cti_desk.api.client import Client, connect
from cti_desk.core import errors
from tests.support.api import delivered, from_thread, served
from tests.support.fake_desk import FakeDesk
from tests.support.waiting import until


class Script:
    """A transport that plays what a desk says; None ends it."""

    def __init__(self, *pieces: bytes | None) -> None:
        self.pieces = deque(pieces)
        self.sent: list[dict[str, Any]] = []
        self.closed = False

    def send(self, data: bytes) -> None:
        self.sent += [json.loads(line) for line in data.splitlines()]

    def receive(self, timeout: float | None) -> bytes:
        if not self.pieces:
            raise TimeoutError
        piece = self.pieces.popleft()
        if piece is None:
            raise EOFError
        return piece

    def close(self) -> None:
        self.closed = True


def line(**message: Any) -> bytes:
    return json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n"


def event(number: int) -> bytes:
    return line(method="event", params={"epoch": "e", "sequence": number, "event": "Held"})


def test_arguments_by_name_or_position() -> None:
    script = Script(line(id=1, result=0), line(id=2, result=[]))
    client = Client(script, name="crm")
    assert client.call("ivclient.AgentUnpause", "default", "default_1001") == 0
    assert client.call("journal.list", limit=5) == []
    assert [message["params"] for message in script.sent] == [
        ["default", "default_1001"],
        {"limit": 5},
    ]
    assert {message["client"] for message in script.sent} == {"crm"}
    with pytest.raises(errors.UsageError):
        client.call("call.dial", "6100", wait=True)


def test_replies_in_pieces_and_events_between() -> None:
    whole = event(1) + line(id=1, result={"a": "é"}) + event(2)
    script = Script(*(whole[i : i + 7] for i in range(0, len(whole), 7)))
    client = Client(script)
    assert client.call("session.snapshot") == {"a": "é"}
    assert [client.next_event()["sequence"] for _ in range(2)] == [1, 2]


@pytest.mark.parametrize(
    ("code", "kind"),
    [(kind.rpc_code, kind) for kind in errors.BY_RPC_CODE.values()]
    + [(code, errors.UsageError) for code in (-32700, -32600, -32601, -32602)]
    + [(code, errors.CtiError) for code in (-32603, -32000)],
)
def test_error_replies_are_core_errors(code: int, kind: type[errors.CtiError]) -> None:
    data = {
        "vendor": "instantvoice",
        "code": 9,
        "message": "refused by name",
        "calls": [{"id": "1"}],
    }
    script = Script(line(id=1, error={"code": code, "message": "refused by name", "data": data}))
    with pytest.raises(kind, match="refused by name") as raised:
        Client(script).call("call.hangup")
    assert type(raised.value) is kind
    assert (raised.value.vendor, raised.value.code) == ("instantvoice", 9)
    assert raised.value.details == {"calls": [{"id": "1"}]}


@pytest.mark.parametrize("pieces", [(), (None,), (b'{"jsonrpc', None)])
def test_no_answer_means_an_unknown_outcome(pieces: tuple[bytes | None, ...]) -> None:
    script = Script(*pieces)
    with pytest.raises(errors.OutcomeUnknown):
        Client(script).call("call.dial", number="6100")
    assert script.closed


def test_a_late_answer_is_handed_in_and_the_connection_stays() -> None:
    script = Script()
    client = Client(script)
    late: list[tuple[str, Any, Any]] = []
    client.on_late = lambda *said: late.append(said)
    with pytest.raises(errors.OutcomeUnknown):
        client.request("ivclient.PollEvents", [], within_s=0.01)
    client.post("ivclient.FollowAgent", ["default", "1001"])
    assert not script.closed
    assert not client.closed
    script.pieces += [line(id=2, result=0), line(id=1, result="[]"), line(id=3, result=7)]
    assert client.request("ivclient.StopTray", [], within_s=1) == 7
    assert late == [
        ("ivclient.FollowAgent", ["default", "1001"], 0),
        ("ivclient.PollEvents", [], "[]"),
    ]
    script.pieces += [line(id=1, result="[]"), line(id=4, result=8)]
    assert client.call("ivclient.StopTray") == 8
    assert len(late) == 2  # said once


def test_a_bounded_call_of_a_desk_that_ends_is_over_at_once() -> None:
    client = Client(Script(None))
    with pytest.raises(errors.OutcomeUnknown, match="ended"):
        client.request("ivclient.NewCall", [], within_s=60)
    assert client.closed


def test_a_flood_of_events_does_not_keep_an_answer_away_for_longer() -> None:
    class Flood(Script):
        def receive(self, timeout: float | None) -> bytes:
            return event(1)

    with pytest.raises(errors.OutcomeUnknown):
        Client(Flood()).request("session.snapshot", {}, within_s=0.05)


def test_a_refused_connection_says_why() -> None:
    script = Script(line(id=None, error={"code": -32000, "message": "Too many programs."}), None)
    with pytest.raises(errors.CtiError, match="Too many"):
        Client(script).call("session.snapshot")


def test_events_end_with_the_desk() -> None:
    script = Script(line(id=1, result={"sequence": 0}), event(1), event(2), None)
    client = Client(script)
    events = client.events()
    assert [next(events)["sequence"], next(events)["sequence"]] == [1, 2]
    with pytest.raises(errors.DeskNotRunning):
        next(events)
    assert client.subscribed == {"sequence": 0}


def test_waiting_for_an_event_can_time_out() -> None:
    with pytest.raises(TimeoutError):
        Client(Script()).next_event(timeout=0.01)


async def test_a_real_desk() -> None:
    with served(FakeDesk()) as server:
        dispatcher = server.dispatcher

        def use() -> list[int]:
            with connect(server.name) as client:
                assert client.call("session.snapshot")["profile"] == "office"
                reply = client.subscribe()
                client.call("call.dial", number="6100")
                seen = [client.next_event(10)["sequence"] for _ in range(3)]
            with connect(server.name) as client:
                client.subscribe((reply["epoch"], 1))
                return seen + [client.next_event(10)["sequence"] for _ in range(2)]

        async def publish() -> None:
            await until(lambda: server.desk.asked)
            for number in range(3):
                dispatcher.events.publish(delivered(number))

        import asyncio

        publishing = asyncio.ensure_future(publish())
        assert await from_thread(use) == [1, 2, 3, 2, 3]
        await publishing


def test_nobody_home() -> None:
    with pytest.raises(errors.DeskNotRunning):
        connect("nobody")


def test_the_client_imports_little() -> None:
    code = "import sys, cti_desk.api.client; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert not loaded & {"msgspec", "asyncio", "PySide6", "logging", "subprocess", "dataclasses"}


def test_a_wait_without_end_looks_up_now_and_then_for_ctrl_c() -> None:
    """A signal just before the system's wait is seen at the next look only."""

    class Quiet(Script):
        waits = 0

        def receive(self, timeout: float | None) -> bytes:
            assert timeout is not None
            self.waits += 1
            if self.waits < 4:
                raise TimeoutError
            return super().receive(timeout)

    client = Client(Quiet(event(1)))
    assert client.next_event()["sequence"] == 1
