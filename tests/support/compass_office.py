"""The real desk at a simulated Compass, started as a user would start them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.support.desk_process import Desk, Office, Simulator

AGENT = "1001"
COLLEAGUE = "1002"
QUEUE = "7012"
CALLER = "31614241111"
OTHER = "31201234999"


def compass(office: Office, *options: str) -> Simulator:
    """A platform with a Prosody of its own."""
    return office.simulator(*options, vendor="compass")


def desk_at(office: Office, simulator: Simulator) -> Desk:
    """A desk whose agent takes calls of the queue."""
    desk = office.desk(simulator.profile)
    desk.log_in(None)
    return desk


def with_password(simulator: Simulator, file: Path, password: str) -> dict[str, str]:
    """Write a profile of the platform that asks for its secrets; return those to give."""
    lines = simulator.profile.read_text().splitlines()
    own = ("simulator = true", "secrets =", "control =")
    kept = [line for line in lines if not line.startswith(own)]
    file.write_text("\n".join(kept) + "\n")
    return {"password": password}


def talking(simulator: Simulator, desk: Desk, caller: str = CALLER) -> str:
    """Bring a call up and return the simulator's id of it."""
    call = simulator.ring(caller, agent=AGENT)
    desk.until(lambda s: numbers(s, "ALERTING") == [caller], "the call rings")
    simulator.call("answer", call=call)
    desk.until(lambda s: caller in numbers(s, "CONNECTED"), "the call is up")
    return call


def numbers(snapshot: Any, state: str | None = None) -> list[str]:
    """Who is at the other end of the calls that are in a state."""
    calls = snapshot["calls"]
    return [one["remote"]["number"] for one in calls if state in (None, one["local_state"])]


def checked(desk: Desk, name: str) -> str:
    """What ``cti-desk check`` says of a thing, with its state."""
    rows = json.loads(desk.cli("check", "--json").stdout)
    found = next(row for row in rows if row["what"] == name)
    return f"{found['state']}: {found['text']}"
