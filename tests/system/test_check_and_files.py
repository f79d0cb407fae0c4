"""What `check` says of a real desk, and files that are broken for a while in a call."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.support.desk_process import AGENT, CUSTOMER, DEVICE, Desk, Office, Simulator


@pytest.fixture
def simulator(office: Office) -> Simulator:
    return office.simulator()


@pytest.fixture
def config(simulator: Simulator, tmp_path: Path) -> Path:
    return Path(shutil.copy(simulator.profile, tmp_path / "settings.toml"))


def blocking(desk: Desk) -> dict[str, str]:
    """What keeps calls away, by its name; the exit code must say whether anything does."""
    checked = desk.cli("check", "--json")
    items: list[Mapping[str, Any]] = json.loads(checked.stdout)
    found = {item["what"]: item["text"] for item in items if item["state"] == "blocking"}
    assert checked.returncode == int(bool(found)), checked.stdout + checked.stderr
    return found


def test_what_keeps_calls_away_is_found(office: Office, simulator: Simulator, config: Path) -> None:
    desk = office.desk(config)
    desk.link_up()
    assert "logged out" in blocking(desk)["agent"]
    desk.do("login", DEVICE, "--wait")
    assert blocking(desk) == {}
    assert "does not tell whether it can be reached" in desk.do("check")

    simulator.call("phone", agent=AGENT, unreachable=True)
    assert "cannot be reached" in blocking(desk)["phone"]
    simulator.call("phone", agent=AGENT, unreachable=False)
    assert blocking(desk) == {}

    simulator.call("agent", agent=AGENT, disabled=True)
    assert "disabled" in blocking(desk)["agent"]


def test_a_broken_file_is_seen_and_harms_nothing_in_a_call(
    office: Office, simulator: Simulator, config: Path
) -> None:
    desk = office.desk(config)
    desk.log_in()
    call = simulator.ring(CUSTOMER, agent=AGENT)
    simulator.call("answer", call=call)
    desk.until(lambda s: [c["local_state"] for c in s["calls"]] == ["CONNECTED"], "the call is up")
    before = desk.snapshot()
    good = config.read_text()
    for broken in ("", good[: len(good) // 2], "[desk]\n", "[desk\n", "x = " + "[" * 4000):
        config.write_text(broken)
        assert "in force until then" in blocking(desk)["file"]
        now = desk.snapshot()
        assert now["link"] == before["link"]
        assert now["agent"]["id"] == AGENT
        assert [c["id"] for c in now["calls"]] == [c["id"] for c in before["calls"]]
        config.write_text(good)
        assert blocking(desk) == {}
    assert simulator.stats["connections_total"] == 1


def test_an_unknown_agent_is_found(office: Office, config: Path) -> None:
    config.write_text(config.read_text().replace(AGENT, "default_9999"))
    desk = office.desk(config)
    desk.link_up()
    assert "default_9999" in blocking(desk)["agent"]


def test_a_link_that_is_down_is_found(office: Office, simulator: Simulator, config: Path) -> None:
    desk = office.desk(config)
    desk.log_in()
    simulator.close()
    desk.until(lambda s: s["link"]["state"] != "UP", "the link is lost")
    assert "cannot be reached" in blocking(desk)["link"]
