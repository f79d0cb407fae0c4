"""`cti-desk demo` as a person runs it on a machine without a display."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cti_desk.demo.command import main
from cti_desk.demo.day import demo_of
from cti_desk.installation.registry import installed_vendors
from tests.support.demo import Prompter
from tests.support.demo import play as rehearse
from tests.support.desk_process import own_directories
from tests.support.waiting import wait_for


def play(vendor: str, out: Path, tmp_path: Path, **env: str) -> subprocess.CompletedProcess[str]:
    own = own_directories({**os.environ, **env}, tmp_path)
    own.pop("QT_QPA_PLATFORM", None)
    command = [sys.executable, "-m", "cti_desk", "demo", "--vendor", vendor, "--headless", str(out)]
    return subprocess.run(
        command, env=own, capture_output=True, text=True, timeout=150, check=False
    )


@pytest.mark.timeout(180)
@pytest.mark.parametrize("vendor", installed_vendors())
def test_headless_leaves_pictures_and_a_journal(tmp_path: Path, vendor: str) -> None:
    out = tmp_path / "demo"
    stale = out / "99-of-an-earlier-run.png"
    out.mkdir()
    stale.touch()
    done = play(vendor, out, tmp_path)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    assert done.stderr == ""
    demo = demo_of(vendor)
    scenes, _ = rehearse(demo.day, Prompter("ClearCall"), demo.cast)
    pictures = sorted(path.name for path in out.glob("*.png"))
    assert pictures[0] == "01-start.png"
    assert pictures == [f"{number:02}-{scene}.png" for number, scene in enumerate(scenes, 1)]
    assert not stale.exists()
    rows = [json.loads(line) for line in (out / "journal.jsonl").read_text().splitlines()]
    outcomes = [row["outcome"] for row in rows if row["kind"] == "call"]
    assert outcomes.count("answered") == 2
    assert {"dialled", "missed", "transferred"} <= set(outcomes)
    assert ("answered_elsewhere" in outcomes) is ("answered-elsewhere" in scenes)
    assert "Delivered" in done.stdout


def test_a_missing_xmpp_server_is_said_with_what_to_install(tmp_path: Path) -> None:
    """Without Prosody there is no Compass to be simulated."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "prosody").write_text("#!/bin/sh\necho 'no such thing' >&2\nexit 1\n")
    (programs / "prosody").chmod(0o755)
    path = f"{programs}:{os.environ['PATH']}"
    done = play("compass", tmp_path / "demo", tmp_path, PATH=path)
    assert done.returncode == 1
    assert "Prosody does not start" in done.stderr
    assert done.stderr.endswith("cti-desk demo: The compass simulator did not start.\n")
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "demo").exists()


def test_an_unknown_telephone_system_is_said_so(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["--vendor", "nonesuch", "--headless", "unused"]) == 1
    told = capfd.readouterr().err
    assert "nonesuch" in told
    assert not Path("unused").exists()


def test_bad_usage_is_refused() -> None:
    with pytest.raises(SystemExit) as end:
        main(["--no-such-option"])
    assert end.value.code == 2


@pytest.mark.timeout(120)
def test_with_a_display_one_drives_it_by_typing(tmp_path: Path) -> None:
    leader, follower = os.openpty()
    env = own_directories(dict(os.environ), tmp_path)
    env["DISPLAY"] = ":unused"  # there is one, as far as the demo is concerned; Qt draws offscreen
    command = [sys.executable, "-m", "cti_desk", "demo"]
    out = tmp_path / "out"
    with (
        out.open("wb") as told,
        subprocess.Popen(
            command, env=env, stdin=follower, stdout=told, stderr=subprocess.STDOUT
        ) as process,
    ):
        os.close(follower)
        try:
            for typed, shown in (
                ("queue", "when you are logged in"),
                ("login", "AgentReady"),
                ("answer", "Established"),
                ("nonsense", "quit      end the demo"),
                ("hangup", "ConnectionCleared"),
            ):
                os.write(leader, f"{typed}\n".encode())
                wait_for(lambda shown=shown: shown in out.read_text(), 30, shown)
                if typed == "login":
                    wait_for(lambda: "Delivered" in out.read_text(), 30, "the call rings")
            os.write(leader, b"quit\n")
            assert process.wait(30) == 0
        finally:
            process.terminate()
            os.close(leader)
