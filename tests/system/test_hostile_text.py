"""Numbers that are no text and names that command a terminal, through a whole desk."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from tests.support.desk_process import AGENT, Desk, Office, Simulator, own_directories
from tests.support.odd_text import assert_valid
from tests.support.waiting import wait_for

RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]")
CALLERS = (
    "\ud800",
    "\x1b]0;owned\x07030 1234567",
    "030\u2028\u202e7654321",
    "<img src='file:///x'>",
)


class Stage(NamedTuple):
    desk: Desk
    simulator: Simulator


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    directory = tmp_path_factory.mktemp("hostile")
    office = Office(directory, own_directories(dict(os.environ), directory))
    try:
        simulator = office.simulator()
        desk = office.desk(simulator.profile)
        desk.log_in()
        yield Stage(desk, simulator)
    finally:
        office.close()


def test_every_call_is_shown_and_journalled_and_no_terminal_is_commanded(stage: Stage) -> None:
    desk, simulator = stage
    for caller in CALLERS:
        desk.until(lambda s: not s["calls"], "no call is left")
        call = simulator.ring(caller, agent=AGENT)
        shown = desk.until(lambda s: s["calls"], f"the call of {caller!r}")
        assert_valid(shown)
        for verb in ("status", "snapshot", "check", "queues", "capabilities"):
            said = desk.cli(verb)
            assert RAW.search(said.stdout + said.stderr) is None, (verb, said.stdout)
        simulator.call("hangup", call=call)
    desk.until(lambda s: not s["calls"], "no call is left")
    wait_for(lambda: len(_calls(desk)) == len(CALLERS), what="a row for each call")
    assert_valid(_calls(desk))
    assert RAW.search(desk.do("journal")) is None
    assert "journal" not in desk.do("check").split("\n")[0]


@pytest.mark.parametrize(
    "arguments",
    [
        ("dial", "\udcff"),
        ("login", "SIP/\udcff\x1b[31m"),
        ("pause", "Lunch\x1b]0;owned\x07"),
        ("queue", "join", "\x1b[2J"),
        ("\x1b]0;owned\x07",),
        ("status", "--\x1b[2J"),
        ("rpc", "call.dial", '{"number": "\\ud800"}'),
        ("rpc", "\x1b[2J"),
        ("vendor", "AgentInfo", "\x1b[2J"),
    ],
)
def test_what_is_typed_is_answered_and_never_repeated_raw(
    stage: Stage, arguments: tuple[str, ...]
) -> None:
    said = stage.desk.cli(*arguments)
    assert RAW.search(said.stdout + said.stderr) is None
    assert (said.stdout + said.stderr).strip()
    assert "not JSON" not in said.stderr
    assert stage.desk.cli("status").returncode == 0


def _calls(desk: Desk) -> list[dict[str, object]]:
    rows = json.loads(desk.do("journal", "--json"))
    return [row for row in rows if row["kind"] == "call"]
