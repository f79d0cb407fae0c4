"""A changed settings file: who is told, in which order, and what the agent reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from cti_desk.core.model import Reason
from cti_desk.desk.settings_changes import Parts, SettingsChanges, changed_names
from cti_desk.desk.settings_in_use import SettingsInUse
from cti_desk.desk.tasks import Tasks
from cti_desk.settings.loading import load
from cti_desk.settings.model import Profile, Settings
from tests.support.settings import GOOD, VENDORS


class Desk:
    """A desk in name only: it notes what it is told."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.told: list[str] = []
        self.shown: list[str] = []
        self.vendors = VENDORS
        in_use = SettingsInUse(
            lambda: load(file, self.vendors), Settings(file), file.parent / "policy", True, VENDORS
        )
        self.in_use = in_use
        parts = Parts(
            lambda: self.told.append("files"),
            lambda before: self.told.append("use"),
            lambda: self.told.append("follow"),
            self.shown.append,
            lambda text: self.shown.remove(text) if text in self.shown else None,
        )
        nobody: Any = None  # no agent is left here: test_settings_in_use.py shows that
        self.changes = SettingsChanges(in_use, nobody, parts, Tasks())

    async def write(self, text: str) -> list[str]:
        """Change the file; returns who was told."""
        self.told.clear()
        self.file.write_text(text, encoding="utf-8")
        await self.changes.look()
        return self.told


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    file = tmp_path / "settings.toml"
    file.write_text(GOOD, encoding="utf-8")
    return Desk(file)


async def test_an_emptied_file_changes_nothing_and_is_told(desk: Desk) -> None:
    assert await desk.write("") == ["files"]
    assert desk.in_use.settings.profile is not None
    assert len(desk.shown) == 1
    assert desk.shown[0].endswith("is empty. The settings from before stay in force.")


async def test_sentences_about_the_settings_take_each_others_place(desk: Desk) -> None:
    await desk.write("")
    await desk.write(GOOD)
    assert desk.shown == ["The settings file is in order again."]
    await desk.write("[desk]\nx = 1\n")
    await desk.write(GOOD.replace('"logout"', '"stay"'))
    assert desk.shown == ["The settings have changed and are in force."]


async def test_a_good_change_is_used_and_then_followed(desk: Desk) -> None:
    assert await desk.write(GOOD.replace('"logout"', '"stay"')) == ["files", "use", "follow"]
    await desk.changes.look()
    assert desk.told == ["files", "use", "follow"]


async def test_new_secrets_are_followed_without_a_change(desk: Desk) -> None:
    await desk.changes.look(meant=True, connect_anew=True)
    assert desk.told == ["follow"]


async def test_a_new_warning_is_said(desk: Desk) -> None:
    text = GOOD.replace('"logout"', '"pause 9"')
    reasons = {"pause_reasons": lambda settings: (Reason("1", "Break"),)}
    vendors = {"acme": replace(VENDORS["acme"], **reasons)}
    desk.vendors = vendors
    await desk.write(text)
    assert [("“9”" in text, "“2”" in text) for text in desk.shown] == [
        (False, False),
        (True, False),
        (False, True),
    ]


def test_the_log_names_what_changed_and_no_value() -> None:
    office = Profile("office", "fake", {"host": "pbx", "queue": 7})
    before = Settings(Path("settings.toml"), office)
    assert changed_names(before, before) == []
    assert changed_names(before, replace(before, written=True)) == ["written"]
    moved = replace(office, settings={"host": "other", "queue": 7, "tls": True})
    assert changed_names(before, replace(before, profile=moved)) == ["profile.host", "profile.tls"]
    assert changed_names(before, replace(before, profile=None)) == ["profile"]
    named = replace(office, name="home", settings={"host": "secret.example"})
    assert changed_names(before, replace(before, profile=named)) == ["profile"]
