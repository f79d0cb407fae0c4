"""The log file rotates, belongs to its owner, and outlives a full disk."""

from __future__ import annotations

import logging
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cti_desk.system.log_file import LogFile
from cti_desk.system.redaction import Redaction

Open = Callable[..., logging.Logger]


@pytest.fixture
def redaction() -> Redaction:
    return Redaction()


@pytest.fixture
def open_log(redaction: Redaction) -> Iterator[Open]:
    """Return a logger of its own that writes to the given file."""
    logger = logging.Logger("cti_desk.somewhere")

    def make(path: Path, megabytes: float = 1, files: int = 2) -> logging.Logger:
        logger.addHandler(LogFile(path, megabytes, files, redaction))
        return logger

    yield make
    for handler in logger.handlers:
        handler.close()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_line_says_when_how_bad_and_where(open_log: Open, tmp_path: Path) -> None:
    open_log(tmp_path / "log").info("Zoë rang %d times", 3)
    line = (tmp_path / "log").read_text(encoding="utf-8")
    assert line.endswith("Z INFO cti_desk.somewhere: Zoë rang 3 times\n")
    assert mode(tmp_path / "log") == 0o600


def test_customers_numbers_are_masked_at_every_level(open_log: Open, tmp_path: Path) -> None:
    log = open_log(tmp_path / "log")
    log.debug("told %s", '{"callerid": "2198765456"}')
    try:
        raise ValueError("no page for +55 21 98765-4321")
    except ValueError:
        log.exception("dial 0049301234567")
    text = (tmp_path / "log").read_text(encoding="utf-8")
    assert '{"callerid": "…456"}' in text
    assert "no page for …321" in text
    assert "dial …567" in text
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z DEBUG ", text)


def test_secrets_are_replaced_in_messages_and_tracebacks(
    open_log: Open, redaction: Redaction, tmp_path: Path
) -> None:
    redaction.register("hunter2")
    try:
        raise ValueError("refused: hunter2")
    except ValueError:
        open_log(tmp_path / "log").exception("with %s", {"password": "hunter2"})
    text = (tmp_path / "log").read_text()
    assert "hunter2" not in text
    assert text.count("[secret]") == 3  # message, line of code, error


def test_rotation_keeps_so_many_older_files_all_private(open_log: Open, tmp_path: Path) -> None:
    logger = open_log(tmp_path / "log", megabytes=0.001, files=2)
    for number in range(100):
        logger.info("line %d of a hundred", number)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["log", "log.1", "log.2"]
    assert all(path.stat().st_size <= 1000 for path in tmp_path.iterdir())
    assert {mode(path) for path in tmp_path.iterdir()} == {0o600}
    assert "line 99 of" in (tmp_path / "log").read_text()


def test_an_open_file_of_before_is_closed_to_others(open_log: Open, tmp_path: Path) -> None:
    (tmp_path / "log").write_text("before\n")
    (tmp_path / "log").chmod(0o644)
    open_log(tmp_path / "log").info("after")
    assert mode(tmp_path / "log") == 0o600
    assert (tmp_path / "log").read_text().startswith("before\n")


def test_a_full_disk_is_survived_and_told_when_there_is_room(
    open_log: Open, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "log"
    path.symlink_to("/dev/full")
    logger = open_log(path)
    logger.info("one")
    logger.info("two")
    assert capsys.readouterr().err.count("the log cannot be written") == 1
    path.unlink()
    logger.info("three")
    text = path.read_text()
    assert "three" in text
    assert "2 messages before this one could not be written" in text


def test_a_directory_that_is_gone_raises_nothing(
    open_log: Open, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    open_log(tmp_path / "gone" / "log").error("nobody reads this")
    assert "the log cannot be written" in capsys.readouterr().err


def test_a_message_that_cannot_be_formatted_is_named(open_log: Open, tmp_path: Path) -> None:
    logger = open_log(tmp_path / "log")
    logger.info("%d calls", "many")
    logger.info("next")
    text = (tmp_path / "log").read_text()
    assert "cti_desk.somewhere logged what cannot be formatted: '%d calls'" in text
    assert "next" in text
