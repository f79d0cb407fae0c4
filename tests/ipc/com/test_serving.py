from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from cti_desk.ipc.com.serving import start_log


@pytest.fixture(autouse=True)
def root(monkeypatch: pytest.MonkeyPatch) -> logging.Logger:
    fresh = logging.RootLogger(logging.WARNING)
    monkeypatch.setattr(logging, "root", fresh)
    return fresh


def test_the_log_lies_where_the_user_may_write(tmp_path: Path, root: logging.Logger) -> None:
    start_log(tmp_path / "com")
    root.info("serving")
    for handler in root.handlers:
        handler.close()
    assert "INFO root: serving" in (tmp_path / "com" / "com.log").read_text()


def test_without_a_place_to_write_it_serves_all_the_same(
    tmp_path: Path, root: logging.Logger
) -> None:
    (tmp_path / "com").write_text("a file in its way")
    start_log(tmp_path / "com")
    assert type(root.handlers[-1]) is logging.NullHandler


def test_the_server_needs_neither_qt_nor_asyncio() -> None:
    code = (
        "import sys; import cti_desk.ipc.com.serving; "
        "print([n for n in ('PySide6', 'asyncio', 'stomp', 'pythoncom') if n in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
