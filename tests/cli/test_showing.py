from __future__ import annotations

import json
from typing import Any

import pytest
from msgspec.structs import replace

from cti_desk.api.wire import encode, wire_snapshot
from cti_desk.cli import showing
from cti_desk.core.model import (
    Agent,
    AgentState,
    Asked,
    ConnectionState,
    Direction,
    Link,
    LinkState,
    Pending,
    Reason,
    Remote,
    Snapshot,
)
from tests.support.fake_desk import NOW, FakeDesk, call, snapshot


def seen(current: Snapshot) -> dict[str, Any]:
    """The snapshot as the command line receives it."""
    message: dict[str, Any] = json.loads(encode(wire_snapshot(FakeDesk(current=current), "e", 1)))
    return message


def status(current: Snapshot) -> str:
    return "\n".join(showing.status(seen(current)))


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "00:00"), (61.9, "01:01"), (3_725, "1:02:05"), (-3, "00:00"), (None, "")],
)
def test_durations(seconds: float | None, text: str) -> None:
    assert showing.duration(seconds) == text


def test_tables_are_aligned() -> None:
    assert showing.table([("a", "b"), ("longer", "c", "d")]) == ["a       b", "longer  c  d"]
    assert showing.table([]) == []


def test_status_of_an_agent_in_a_call() -> None:
    lines = status(snapshot(1)).splitlines()
    assert lines[0] == "Agent  default_1001 at SIP/default_0001"
    assert lines[1].startswith("State  in a call, for 01:11")
    assert lines[2] == "Link   up, instantvoice, profile office"
    assert lines[4:6] == [
        "Calls",
        "  from  +55 21 9876-5456  Maria Souza  Support  connected  01:11  1282781304.2.1",
    ]
    assert lines[7] == "Queues"
    assert (
        lines[8]
        == "  7012  Support  member  ready  1 waiting, longest 00:20  3 ready, 2 busy, 1 paused"
    )


def test_status_of_a_desk_that_knows_nothing() -> None:
    text = status(Snapshot())
    assert "none chosen yet" in text
    assert "not known" in text
    assert "connecting" in text
    assert "Calls   none" in text
    assert "Queues" not in text


def test_status_that_is_read_says_how_old_it_is() -> None:
    link = Link(LinkState.UP, NOW - 65, read_at=NOW - 3)
    text = status(replace(snapshot(0), link=link))
    assert "; read 00:03 ago, no events tell of changes" in text


def test_status_without_a_link_says_how_old_it_is() -> None:
    link = Link(LinkState.DOWN, NOW - 65, NOW - 65, NOW + 7, "Refused.", ("Plain text.",))
    text = status(replace(snapshot(0), link=link))
    assert "down, instantvoice, profile office; what you see is 01:05 old, next try in 7 s" in text
    assert "Refused." in text
    assert "Plain text." in text


def test_status_tells_what_is_asked_and_what_comes_next() -> None:
    lunch = Reason("2", "Lunch")
    agent = Agent(
        "default_1001",
        state=AgentState.BUSY,
        underlying=AgentState.NOT_READY,
        reason=lunch,
        pending=Pending(AgentState.LOGGED_OUT),
        asked=Asked("SetNotReady", AgentState.NOT_READY, lunch, NOW),
        note="no calls until about 14:32:10",
    )
    text = status(replace(snapshot(0), agent=agent))
    assert "in a call, paused afterwards (Lunch)" in text
    assert "Asked  paused (Lunch), not confirmed yet" in text
    assert "Next   logged out, after the call" in text
    assert "Note   no calls until about 14:32:10" in text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"remote": Remote(withheld=True)}, "from  withheld"),
        ({"remote": Remote("6100")}, "from  6100"),
        ({"remote": Remote()}, "from  ?"),
        ({"direction": Direction.OUTBOUND}, "to  +55"),
        ({"direction": None}, "with  +55"),
        ({"local_state": ConnectionState.ALERTING, "answered_at": None}, "ringing  01:20"),
        ({"remote_state": ConnectionState.ALERTING}, "other side ringing"),
        (
            {"local_state": ConnectionState.ALERTING, "direction": Direction.OUTBOUND},
            "your telephone is ringing",
        ),
        ({"local_state": ConnectionState.HELD}, "held"),
        ({"local_state": ConnectionState.HELD, "held_since": NOW - 12.0}, "held for 00:12"),
    ],
)
def test_calls_in_words(change: dict[str, Any], words: str) -> None:
    assert words in status(replace(snapshot(0), calls=(call(1, **change),)))


def test_the_check_names_the_first_obstacle() -> None:
    items = [
        {"what": "link", "state": "ok", "text": "It answers."},
        {"what": "pause", "state": "blocking", "text": "You are paused."},
        {"what": "dnd", "state": "blocking", "text": "It is on."},
    ]
    lines = showing.check(items)
    assert lines[0] == "No calls: You are paused."
    assert lines[2:4] == ["ok  link   It answers.", "NO  pause  You are paused."]
    assert showing.check(items[:1])[0] == "Nothing keeps calls away."
    items[1]["state"] = "unknown"
    assert showing.check(items[:2])[0] == "Nothing known keeps calls away."


def test_capabilities_say_why_and_how() -> None:
    found = {
        "commands": {
            "HoldCall": {"offer": "NOT_OFFERED", "how": None, "why": "No hold here."},
            "LogIn": {"offer": "OFFERED", "how": None, "why": None},
            "PickupCall": {"offer": "EMULATED", "how": "By *8.", "why": None},
        },
        "pause_reason": "required",
        "reasons": [{"code": "1", "text": "Break"}, {"code": None, "text": "Lunch"}],
        "devices": [],
        "unknowable": ["calls.called"],
        "warnings": ["Default password."],
    }
    assert showing.capabilities(found) == [
        "HoldCall    no        No hold here.",
        "LogIn       yes",
        "PickupCall  emulated  By *8.",
        "",
        "Pause reason  required",
        "Reasons       1 Break, Lunch",
        "Never known   calls.called",
        "Warning       Default password.",
    ]


def test_queues_of_which_little_is_known() -> None:
    queue = {"id": "7012", "name": None, "member": None, "state": None, "reason": None}
    assert showing.queues([{**queue, "waiting": None, "agents": None}]) == ["7012"]
    counted = {**queue, "waiting": None, "agents": None, "waiting_count": 4}
    assert showing.queues([counted]) == ["7012        4 waiting"]
    assert showing.queues([]) == ["No queue is known."]


def test_figures_that_were_read_show_their_age_when_they_are_old() -> None:
    queue = {
        "id": "7012",
        "name": None,
        "member": None,
        "state": None,
        "reason": None,
        "waiting": None,
        "agents": None,
        "waiting_count": 5,
        "waiting_since": NOW - 90,
        "service_levels": [
            {"period": 1, "within_s": 30, "percent": 85.0},
            {"period": 2, "within_s": None, "percent": 90.5},
        ],
        "read_at": NOW,
    }
    levels = "85% within 30s (period 1), 90.5% (period 2)"
    [fresh] = showing.queues([queue], NOW + 10)
    assert fresh == f"7012        5 waiting, longest 01:40    {levels}"
    [old] = showing.queues([queue], NOW + 75)
    assert old == f"7012        5 waiting, longest 01:30    {levels}  (01:15 old)"
    [set_back] = showing.queues([queue], NOW - 3600)
    assert set_back.endswith("(old)")
    assert "waiting, longest" not in showing.queues([{**queue, "waiting_count": 0}], NOW)[0]


STATE = {
    "kind": "state",
    "started": NOW,
    "duration_s": 59.5,
    "state": "NOT_READY",
    "reason": "Lunch",
    "reason_code": "2",
}
CALL = {
    "kind": "call",
    "started": NOW,
    "duration_s": 3_725,
    "direction": "INBOUND",
    "number": "2198765456",
    "display": "+55 21 9876-5456",
    "name": "Maria Souza",
    "queue": "7012",
    "queue_name": "Support",
    "outcome": "no_answer",
}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (STATE, ["paused (Lunch)", "00:59"]),
        ({**STATE, "reason": None}, ["paused (2)", "00:59"]),
        ({**STATE, "state": "READY", "reason": None, "reason_code": None}, ["ready", "00:59"]),
        (CALL, ["from", "+55 21 9876-5456", "Maria Souza", "Support", "no answer", "1:02:05"]),
        (
            {**CALL, "direction": "OUTBOUND", "display": None, "name": None, "queue_name": None},
            ["to", "2198765456", "7012", "no answer", "1:02:05"],
        ),
        (
            {**CALL, "number": None, "display": None, "name": None, "duration_s": None},
            ["from", "unknown number", "Support", "no answer"],
        ),
        (
            {**CALL, "number": None, "display": None, "name": None, "withheld": True},
            ["from", "withheld", "Support", "no answer", "1:02:05"],
        ),
        (
            {**CALL, "outcome": "answered", "attempts": [{}] * 5},
            ["from", "+55 21 9876-5456", "Maria Souza", "Support", "answered (5 rings)", "1:02:05"],
        ),
        (
            {**CALL, "outcome": "transferred", "transferred_to": "6100", "attempts": [{}]},
            [
                "from",
                "+55 21 9876-5456",
                "Maria Souza",
                "Support",
                "transferred to 6100",
                "1:02:05",
            ],
        ),
    ],
)
def test_journal_rows(row: dict[str, Any], words: list[str]) -> None:
    (line,) = showing.journal([row])
    _day, _time, rest = line.split(maxsplit=2)
    assert [word.strip() for word in rest.split("  ") if word] == words


def test_a_journal_of_nothing() -> None:
    assert showing.journal([]) == ["The journal is empty."]


def test_a_desk_without_a_profile_names_none() -> None:
    current = seen(Snapshot(Link(LinkState.STOPPED, reason="line 1: not valid TOML.")))
    lines = showing.status(current | {"profile": "", "vendor": ""})
    assert "Link   stopped: only you can go on. line 1: not valid TOML." in lines
