"""The customer's page and the journal over the real programs; the browser notes addresses."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import Any

import pytest

from tests.support.desk_process import AGENT, CUSTOMER, QUEUE, Desk, Office, Simulator
from tests.support.waiting import wait_for

PAGE = "https://crm.example/call{?number,queue,call_id}"


class Browser:
    """What BROWSER names: a script that appends the address it is given to a file."""

    def __init__(self, directory: Path) -> None:
        self.program = directory / "browser"
        self._file = directory / "pages"
        self.program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >> {self._file}\n')
        self.program.chmod(0o755)

    @property
    def pages(self) -> list[str]:
        return self._file.read_text().splitlines() if self._file.exists() else []


@pytest.fixture
def browser(office: Office, tmp_path: Path) -> Browser:
    made = Browser(tmp_path)
    office.env["BROWSER"] = str(made.program)
    return made


def desk_of(office: Office, simulator: Simulator, trigger: str) -> Desk:
    config = office.directory / "pages.toml"
    rule = f'\n[screen_pop]\ntrigger = "{trigger}"\nurl = "{PAGE}"\n'
    config.write_text(simulator.profile.read_text() + rule)
    desk = office.desk(config)
    desk.log_in()
    return desk


def calls(desk: Desk) -> list[dict[str, Any]]:
    rows = json.loads(desk.do("rpc", "journal.list", '{"limit": 100}'))
    return [row for row in rows if row["kind"] == "call"]


def test_a_desk_killed_while_a_call_rings_opens_no_second_page(
    office: Office, browser: Browser
) -> None:
    simulator = office.simulator()
    desk = desk_of(office, simulator, "ringing")
    call = simulator.ring(CUSTOMER, queue=QUEUE)
    wait_for(lambda: browser.pages, what="the page")
    page = f"https://crm.example/call?number={CUSTOMER}&queue={QUEUE}&call_id={call}"
    assert browser.pages == [page]

    desk.program.signal(signal.SIGKILL)
    desk.program.wait()
    desk.start()
    known = desk.until(
        lambda s: s["calls"] and s["calls"][0]["remote"]["number"], "what the journal knows"
    )["calls"][0]
    assert (known["remote"]["number"], known["direction"]) == (CUSTOMER, "INBOUND")

    simulator.call("answer", call=call)
    desk.until(lambda s: s["agent"]["state"] == "BUSY", "the talk")
    simulator.call("hangup", call=call, by="caller")
    desk.until(lambda s: not s["calls"], "the end")
    wait_for(lambda: calls(desk)[0]["outcome"], what="the row's end")
    (row,) = calls(desk)
    assert (row["outcome"], row["number"], row["csta_cause"]) == (
        "answered",
        CUSTOMER,
        "normalClearing",
    )
    assert browser.pages == [page]


def test_a_caller_who_rings_three_times_is_one_row_and_one_end(
    office: Office, browser: Browser
) -> None:
    simulator = office.simulator()
    desk = desk_of(office, simulator, "ended")
    call = simulator.ring(CUSTOMER, queue=QUEUE)
    seen: set[str] = set()
    for _ in range(2):
        ring = desk.until(
            lambda s: s["calls"] and s["calls"][0]["id"] not in seen, "the next ring"
        )["calls"][0]
        seen.add(ring["id"])
        simulator.call("hangup", call=call, by="callee")
    desk.until(lambda s: s["calls"] and s["calls"][0]["id"] not in seen, "the last ring")
    assert browser.pages == []
    simulator.call("answer", call=call)
    desk.until(lambda s: s["agent"]["state"] == "BUSY", "the talk")
    simulator.call("hangup", call=call, by="caller")
    wait_for(lambda: browser.pages, what="the page at the end")
    wait_for(lambda: calls(desk)[0]["outcome"], what="the row's end")
    (row,) = calls(desk)
    assert [each["outcome"] for each in row["attempts"]] == ["missed", "missed", "answered"]
    assert row["outcome"] == "answered"
    assert len(browser.pages) == 1


def test_a_refused_call_is_told_apart_from_a_missed_one(office: Office, browser: Browser) -> None:
    simulator = office.simulator()
    desk = desk_of(office, simulator, "answered")
    simulator.ring(CUSTOMER, agent=AGENT)
    desk.until(lambda s: s["calls"], "the ring")
    desk.do("hangup")
    desk.until(lambda s: not s["calls"], "the end")
    call = simulator.ring(CUSTOMER, agent=AGENT)
    desk.until(lambda s: s["calls"], "the second ring")
    simulator.call("hangup", call=call, by="caller")
    wait_for(lambda: len(calls(desk)) == 2 and calls(desk)[0]["outcome"], what="both rows")
    assert [row["outcome"] for row in calls(desk)] == ["missed", "rejected"]
    assert browser.pages == []
