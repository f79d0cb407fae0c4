"""The built desk under Wine, driven by its own command line."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.desk_process import ANSWERING, CUSTOMER, DEVICE
from tests.support.windows import WindowsDesk
from tests.windows.conftest import Exchange

PICTURES = Path(__file__).parents[2] / "build" / "windows"


def test_a_working_day_by_the_verbs(desk: WindowsDesk, exchange: Exchange) -> None:
    events = desk.wine.start([desk.build / "cti-desk.exe", "events", "--follow"])

    assert desk.do("login", DEVICE, "--wait").strip() == "Confirmed."
    assert desk.cli("pause", "Nope").returncode == 1
    desk.do("pause", "Lunch", "--wait")
    agent = desk.snapshot()["agent"]
    assert (agent["state"], agent["reason"]["text"]) == ("NOT_READY", "Lunch")
    desk.do("ready", "--wait")

    desk.do("dial", ANSWERING)
    desk.until(
        lambda s: s["calls"] and s["calls"][0]["local_state"] == "CONNECTED", "somebody answers"
    )
    desk.do("transfer", "6101")
    desk.until(lambda s: not s["calls"], "the call was transferred")

    call = exchange.simulator.ring(CUSTOMER, agent="default_1001")
    desk.until(lambda s: s["calls"], "a customer's call")
    exchange.simulator.call("answer", call=call)
    desk.until(lambda s: s["calls"][0]["local_state"] == "CONNECTED", "the agent answered")
    desk.do("hangup", "--wait")
    desk.do("logout", "--wait")

    assert desk.cli("dial", "6100").returncode == 4  # not logged in
    assert desk.cli("no-such-verb").returncode == 2
    names = [
        json.loads(line).get("event") for line in events.output().splitlines() if "event" in line
    ]
    assert [name for name in names if name and name.startswith("Agent")]
