"""The demo's two programs, really started; and events told in a line."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

import pytest

from cti_desk.demo.day import demo_of
from cti_desk.demo.players import Players, describe, furnish
from cti_desk.demo.stage import StageError
from tests.support.demo import CAST
from tests.support.desk_process import own_directories

CALL = {
    "local_state": "ALERTING",
    "remote_state": None,
    "remote": {"number": "21", "display": "+55 21", "name": None},
}
PAUSED = {"state": "NOT_READY", "reason": {"text": "Lunch"}}


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ({"event": "Delivered", "call": CALL}, "Delivered                 +55 21  ALERTING/?"),
        (
            {
                "event": "AgentNotReady",
                "agent": {"state": "NOT_READY", "reason": {"text": "Lunch"}},
            },
            "AgentNotReady             NOT_READY (Lunch)",
        ),
        (
            {"event": "LinkDown", "link": {"state": "DOWN"}, "text": "Gone."},
            "LinkDown                  DOWN  Gone.",
        ),
        ({"event": "Resynchronised"}, "Resynchronised"),
    ],
)
def test_an_event_in_a_line(event: dict[str, Any], told: str) -> None:
    assert describe(event) == told


def test_the_profile_is_furnished_with_contacts(tmp_path: Path) -> None:
    profile = tmp_path / "sim.toml"
    profile.write_text('profile = "simulator"\n[profiles.simulator]\nvendor = "x"\n')
    settings = tomllib.loads(furnish(profile, tmp_path, CAST.contacts).read_text())
    assert settings["profile"] == "simulator"
    assert "Maria Souza" in Path(settings["contacts"]["file"]).read_text()


def test_a_call_rings_at_the_desk(tmp_path: Path) -> None:
    told: list[str] = []
    env = own_directories(dict(os.environ), tmp_path)
    with Players("instantvoice", demo_of("instantvoice").cast, env, told.append) as players:
        players.until(lambda s: s["link"]["state"] == "UP", "the link", 20)
        assert not players.ready()
        players.desk("agent.login", device="SIP/default_0001", wait=True)
        assert players.ready()
        players.ring(agent="default_1001", caller="2198765456")
        snapshot = players.until(lambda s: bool(s["calls"]), "the call", 20)
        assert snapshot["calls"][0]["remote"]["number"] == "2198765456"
        assert players.offers("ClearCall")
        assert not players.offers("HoldCall")
        with pytest.raises(StageError, match="could not hold"):
            players.sim("hold", call="no such call")
        with pytest.raises(StageError, match="for a wonder"):
            players.until(lambda s: False, "a wonder", 0.1)
        assert not players.desk_has_ended()
    assert players.desk_has_ended()
    assert any("LinkUp" in line for line in told)
