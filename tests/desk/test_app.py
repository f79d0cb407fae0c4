"""The desk put together: how it starts, what it does when its files change, how it ends."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.support.desk_process import PROGRAM, Desk, Office, Simulator
from tests.support.processes import wait_for


@pytest.fixture
def simulator(office: Office) -> Simulator:
    return office.simulator()


@pytest.fixture
def config(simulator: Simulator, tmp_path: Path) -> Path:
    """A copy of the simulator's profile, to be changed."""
    file = tmp_path / "settings.toml"
    file.write_text(simulator.profile.read_text())
    return file


@pytest.fixture
def desk(office: Office, config: Path) -> Desk:
    desk = office.desk(config)
    desk.log_in()
    return desk


def notices(desk: Desk) -> list[str]:
    shown = desk.cli("events", "--since", f"{epoch(desk)}:0", "--json")
    events = [json.loads(line) for line in shown.stdout.splitlines() if line.strip()]
    return [event["text"] for event in events if event.get("event") == "Notice"]


def epoch(desk: Desk) -> str:
    return str(desk.snapshot()["epoch"])


def test_a_bad_settings_file_ends_the_start_with_its_line(office: Office, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text('[profiles.office]\nvendor = "instantvoice"\nhots = ["acd"]\n')
    command = [str(PROGRAM), "--config", str(bad), "--instance", "bad"]
    env = office.desk(bad, start=False).env
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "bad.toml" in done.stderr
    assert ":3" in done.stderr or "line 3" in done.stderr
    assert "hosts" in done.stderr


def test_without_a_profile_the_desk_says_what_to_do(office: Office, tmp_path: Path) -> None:
    desk = office.desk(tmp_path / "none.toml")
    link = desk.until(lambda s: s["link"]["state"] == "STOPPED", "the desk says why")["link"]
    assert "none.toml" in link["reason"]
    assert desk.cli("ready").returncode == 6


def test_a_changed_file_is_taken_up_and_a_bad_one_leaves_the_last_good(
    desk: Desk, config: Path
) -> None:
    good = config.read_text()
    config.write_text(good + "\n[desk]\nthem = 'dark'\n")
    wait_for(lambda: any("theme" in text for text in notices(desk)), 20, "the bad file is told")
    assert desk.snapshot()["agent"]["state"] == "READY"
    config.write_text(good + "\n[desk]\ntheme = 'dark'\n")
    wait_for(lambda: any("in force" in n and "before" not in n for n in notices(desk)), 20, "told")
    assert desk.snapshot()["link"]["state"] == "UP"


def test_a_more_detailed_log_begins_at_once(
    desk: Desk, config: Path, simulator: Simulator, tmp_path: Path
) -> None:
    def detailed() -> bool:
        return any(" DEBUG " in log.read_text() for log in tmp_path.rglob("cti-desk.log"))

    config.write_text(config.read_text() + "\n[log]\nlevel = 'debug'\n")
    wait_for(lambda: any("in force" in text for text in notices(desk)), 20, "the change is told")
    assert not detailed()
    simulator.call("fault", kind="cut")
    wait_for(detailed, 20, "the details are logged")


def test_another_agents_profile_leaves_the_first_as_quitting_would(
    desk: Desk, config: Path, simulator: Simulator
) -> None:
    simulator.ring(agent="default_1001")
    desk.until(lambda s: s["calls"], "the call rings")
    text = config.read_text().replace('agent = "default_1001"', 'agent = "default_1002"')
    config.write_text(text + "\n[desk]\non_quit = 'logout'\n")
    snapshot = desk.until(lambda s: s["agent"]["id"] == "default_1002", "the other agent's desk")
    assert snapshot["calls"] == []
    desk.until(lambda s: s["agent"]["state"] == "LOGGED_OUT", "the agent's state")


def test_contacts_that_change_name_the_call_that_is_up(
    desk: Desk, config: Path, simulator: Simulator
) -> None:
    people = config.parent / "people.csv"
    people.write_text("name,number\nSomebody Else,+55 11 1111-1111\n")
    config.write_text(config.read_text() + '\n[contacts]\nfile = "people.csv"\n')
    wait_for(lambda: any("in force" in text for text in notices(desk)), 20, "contacts in force")
    simulator.ring(agent="default_1001", caller="2198765456")
    desk.until(lambda s: s["calls"], "the call rings")
    people.write_text("name,number\nMaria Souza,+55 21 9876-5456\n")
    desk.until(lambda s: s["calls"][0]["remote"]["name"] == "Maria Souza", "the name arrives")


def test_secrets_from_standard_input_are_enough(
    office: Office, simulator: Simulator, tmp_path: Path
) -> None:
    config = tmp_path / "stdin.toml"
    lines = simulator.profile.read_text().splitlines()
    config.write_text("\n".join(line for line in lines if not line.startswith("secrets")) + "\n")
    secrets = simulator.call("secrets")
    desk = office.desk(config, start=False)
    command = [str(PROGRAM), "--config", str(config), "--instance", desk.instance]
    with subprocess.Popen(
        [*command, "--secrets-stdin"],
        env=desk.env,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdin is not None
        process.stdin.write(json.dumps(secrets).encode())
        process.stdin.close()
        try:
            wait_for(lambda: desk.cli("snapshot").returncode == 0, 20, "the desk's API")
            desk.link_up()
        finally:
            process.terminate()
    logs = [path.read_text() for path in tmp_path.rglob("*.log")]
    assert logs
    assert not any(secret in log for secret in secrets.values() for log in logs)
