"""What is logged at which level, and that nothing unhandled goes unheard."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cti_desk.system.logging_setup import (
    end_logging,
    log_loop_errors,
    register_secret,
    set_up_logging,
)
from tests.support.waiting import until


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "cti-desk.log"
    end_logging()


@pytest.mark.expected_log("qasync: their trouble")
@pytest.mark.parametrize(("level", "detailed"), [("info", False), ("debug", True)])
def test_ours_in_detail_and_libraries_quiet(file: Path, level: str, detailed: bool) -> None:
    set_up_logging(file, level)
    logging.getLogger("cti_desk.core").info("ours")
    logging.getLogger("cti_desk.core").debug("our detail")
    for library in ("keyring", "qasync"):
        logging.getLogger(library).warning("their trouble")
        logging.getLogger(library).info("their chatter")
        logging.getLogger(library).debug("their noise")
    text = file.read_text()
    assert "ours" in text
    assert ("our detail" in text) is detailed
    assert text.count("their trouble") == 2
    assert ("their chatter" in text) is detailed
    assert "their noise" not in text


def test_changed_settings_replace_the_file_and_level(file: Path) -> None:
    set_up_logging(file, "debug")
    set_up_logging(file, "info")
    logging.getLogger("cti_desk").info("once")
    logging.getLogger("cti_desk").debug("not now")
    assert file.read_text().count("once") == 1
    assert "not now" not in file.read_text()


def test_a_registered_secret_stays_out(file: Path) -> None:
    set_up_logging(file)
    register_secret("correct horse battery")
    logging.getLogger("cti_desk").info("the key is correct horse battery")
    assert "the key is [secret]" in file.read_text()


def test_the_end_gives_everything_back(file: Path) -> None:
    handlers, hook = list(logging.getLogger().handlers), sys.excepthook
    set_up_logging(file)
    end_logging()
    assert logging.getLogger().handlers == handlers
    assert sys.excepthook is hook


@pytest.mark.expected_log("in a callback")
async def test_what_a_loop_raises_is_logged(file: Path, loop: asyncio.AbstractEventLoop) -> None:
    set_up_logging(file)
    before = loop.get_exception_handler()
    failed: list[tuple[str, BaseException]] = []
    log_loop_errors(loop, lambda what, error: failed.append((what, error)))
    try:
        loop.call_exception_handler(
            {"message": "in a callback", "exception": ValueError("lost caller")}
        )
        await until(lambda: "ValueError: lost caller" in file.read_text())
        assert [(what, str(error)) for what, error in failed] == [
            ("A part of the desk", "lost caller")
        ]
    finally:
        loop.set_exception_handler(before)


PROGRAM = """
import sys, threading
from pathlib import Path
from cti_desk.system.logging_setup import register_secret, set_up_logging
set_up_logging(Path(sys.argv[1]))
register_secret("hunter2")
thread = threading.Thread(target=lambda: 1 / 0, name="the link")
thread.start()
thread.join()
class Bad:
    def __del__(self):
        raise OSError("on the way out")
Bad()
raise RuntimeError("the end, hunter2")
"""


def test_what_nobody_handles_is_in_the_log(file: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(file)], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert "RuntimeError" in ended.stderr  # a terminal is told as well
    text = file.read_text()
    assert "CRITICAL cti_desk.system.logging_setup: the link ended by what nobody handled" in text
    assert "ZeroDivisionError" in text
    assert "OSError: on the way out" in text
    assert "RuntimeError: the end, [secret]" in text
    assert "hunter2" not in text
