"""Changed settings reach the log, the desktop and the watch over files; unchanged ones do not."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from cti_desk.desk.settings_in_use import SettingsInUse
from cti_desk.desk.settings_shown import SettingsShown, set_up_log
from cti_desk.desktop.options import DesktopOptions
from cti_desk.settings.model import Settings
from cti_desk.settings.sections import Desk, Log
from cti_desk.system.logging_setup import end_logging


@pytest.fixture(autouse=True)
def _log_ends() -> Iterator[None]:
    yield
    end_logging()


class It:
    """The desktop and the watch over files, noting what they are given."""

    def __init__(self, after: Settings, directory: Path) -> None:
        self.log_file = directory / "cti-desk.log"
        self.themes: list[str] = []
        self.watched: list[tuple[Path, ...]] = []
        self.in_use = SettingsInUse(lambda: after, after, directory / "policy", False)
        self.shown = SettingsShown(self.in_use, self.log_file, self, self)

    def use(self, options: DesktopOptions) -> None:
        self.themes.append(options.theme)

    def watch(self, files: Iterable[Path]) -> None:
        self.watched.append(tuple(files))


def test_the_files_are_watched_from_the_start(tmp_path: Path) -> None:
    it = It(Settings(tmp_path / "s.toml"), tmp_path)
    assert it.watched == [(tmp_path / "s.toml", tmp_path / "policy")]


def test_what_has_not_changed_is_left_alone(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "s.toml")
    it = It(settings, tmp_path)
    it.shown.use(settings)
    assert it.themes == []
    assert not it.log_file.exists()
    assert len(it.watched) == 2


def test_the_desktop_and_the_log_follow(tmp_path: Path) -> None:
    before = Settings(tmp_path / "s.toml")
    after = replace(before, desk=Desk(theme="dark"), log=Log(level="debug"))
    it = It(after, tmp_path)
    it.shown.use(before)
    assert it.themes == ["dark"]
    assert logging.getLogger("cti_desk").level == logging.DEBUG


def test_the_log_is_written_where_it_should_be(tmp_path: Path) -> None:
    file = tmp_path / "cti-desk.log"
    set_up_log(file, Settings(tmp_path / "s.toml"))
    logging.getLogger("cti_desk.test").info("here")
    end_logging()
    assert "here" in file.read_text()
