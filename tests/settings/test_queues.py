from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import asdict

from cti_desk.core.errors import SettingsError
from cti_desk.desktop.options import QueueOptions
from cti_desk.settings.loading import load
from cti_desk.settings.queues import Queues
from tests.support.settings import GOOD, VENDORS


def test_the_desktop_has_the_same_options_and_defaults() -> None:
    assert asdict(Queues()) == asdict(QueueOptions())


def test_they_are_read(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    text = '\n[queues]\nshow = "own"\nonly = ["Support", "7013"]\nwaiting_alarm = 0\n'
    file.write_text(GOOD + text + "wait_warning_s = 30\n", encoding="utf-8")
    queues = load(file, VENDORS).queues
    assert queues == Queues("own", ("Support", "7013"), waiting_alarm=0, wait_warning_s=30)


@pytest.mark.parametrize(
    "line", ['show = "some"', "waiting_warning = -1", "wait_alarm_s = 90000", "only = [7]", "x = 1"]
)
def test_bad_ones_are_refused(tmp_path: Path, line: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(f"{GOOD}\n[queues]\n{line}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=rf'line \d+: .*"{line.split()[0]}"'):
        load(file, VENDORS)
