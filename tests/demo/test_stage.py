"""The virtual display: it stands, can be photographed, and leaves nothing running."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cti_desk.demo import stage as stage_module
from cti_desk.demo.stage import Stage, StageError, end_all, wait_for

PNG = b"\x89PNG\r\n\x1a\n"


def test_shows_and_photographs_and_clears_away(tmp_path: Path) -> None:
    with Stage("640x480") as stage:
        stage.picture(tmp_path / "a.png")
        processes = list(stage._processes)
        assert all(process.poll() is None for process in processes)
    assert (tmp_path / "a.png").read_bytes().startswith(PNG)
    assert all(process.poll() is not None for process in processes)


def test_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage_module.shutil, "which", lambda name: None)
    with pytest.raises(StageError, match="apt-get install xvfb"):
        Stage().__enter__()


def test_ends_also_what_does_not_want_to() -> None:
    stubborn = "import signal,time; signal.signal(15, signal.SIG_IGN); print(1, flush=True)"
    command = [sys.executable, "-c", f"{stubborn}\nwhile True: time.sleep(9)"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    end_all([process], patience_s=0.2)
    assert process.returncode is not None
    process.stdout.close()


def test_waiting_has_an_end() -> None:
    with pytest.raises(StageError, match="never came"):
        wait_for(lambda: False, 0.05, "It never came.")
