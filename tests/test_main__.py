"""``python -m cti_desk`` is the command."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest

from cti_desk import cli


@pytest.mark.parametrize(
    ("platform", "terminal", "written"),
    [
        ("win32", False, "Žofie".encode()),
        ("win32", True, "Žofie".encode("cp1252")),
        ("linux", False, "Žofie".encode("cp1252")),
    ],
)
def test_what_is_piped_on_windows_is_utf_8(
    platform: str, terminal: bool, written: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = io.BytesIO()
    raw.isatty = lambda: terminal  # type: ignore[method-assign]
    out = io.TextIOWrapper(raw, encoding="cp1252")
    monkeypatch.setattr(cli.sys, "platform", platform)
    monkeypatch.setattr(cli.sys, "stdout", out)
    cli._write_whatever_comes()
    out.write("Žofie")
    out.flush()
    assert raw.getvalue() == written


def test_is_the_command() -> None:
    command = [sys.executable, "-m", "cti_desk", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout.split()[:2]) == (0, ["CTI", "Desk"]), done.stderr
