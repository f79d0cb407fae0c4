from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pytest

from cti_desk import __version__
from tests.support.cli import run


def test_the_version() -> None:
    assert run("--version").out == f"CTI Desk {__version__}\n"


def test_a_verb_imports_neither_the_desk_nor_its_libraries() -> None:
    code = "import sys; from cti_desk.cli import main; main(['--instance', 'nobody', 'status'])\n"
    done = subprocess.run(
        [sys.executable, "-c", code + "print(*sys.modules)"], capture_output=True, text=True
    )
    loaded = set(done.stdout.split())
    assert "cti_desk.api.client" in loaded
    assert not loaded & {
        "msgspec",
        "asyncio",
        "PySide6",
        "cti_desk.desk.app",
        "logging",
        "subprocess",
    }


def test_the_desk_is_started_with_the_options(monkeypatch: pytest.MonkeyPatch) -> None:
    class StartOptions(NamedTuple):
        profile: str | None
        config: Path | None
        instance: str | None
        secrets_stdin: bool

    asked: list[StartOptions] = []
    said = SimpleNamespace(StartOptions=StartOptions)
    launch = SimpleNamespace(main=lambda options: asked.append(options) or 0)
    monkeypatch.setitem(sys.modules, "cti_desk.desk.start_options", said)
    monkeypatch.setitem(sys.modules, "cti_desk.desk.launch", launch)
    assert run("--profile", "p", "--config", "c.toml", "--instance", "i").code == 0
    assert run("--secrets-stdin").code == 0
    assert asked == [("p", Path("c.toml"), "i", False), (None, None, None, True)]


def test_a_terminal_without_the_character_still_gets_the_answer() -> None:
    words = [sys.executable, "-m", "cti_desk", "--instance", "§", "status"]
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(words, capture_output=True, env=env)
    assert done.returncode == 2
    assert b"cannot name an instance" in done.stderr
    assert b"Traceback" not in done.stderr
