"""From source a Python is started; the built program starts the executables beside its own."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from cti_desk.installation.own_program import command, helper, is_built


def test_from_source_this_python_runs_the_package() -> None:
    assert not is_built()
    assert command("snapshot") == [sys.executable, "-P", "-m", "cti_desk", "snapshot"]
    assert helper("a.b") == [sys.executable, "-P", "-m", "a.b"]


def test_the_built_program_starts_those_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path("/opt/cti-desk")
    monkeypatch.setattr(sys, "executable", str(folder / "cti-desk-com.exe"))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert is_built()
    assert command("status") == [str(folder / "cti-desk.exe"), "status"]
    assert command(windowed=True) == [str(folder / "cti-deskw.exe")]
    assert helper("a.b") == [str(folder / "cti-desk.exe"), "-m", "a.b"]
