from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pytest

from cti_desk.settings.loading import load
from cti_desk.settings.model import Settings
from cti_desk.settings.reloading import Reloader
from tests.support.settings import GOOD, VENDORS


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "settings.toml"
    path.write_text(GOOD, encoding="utf-8")
    return path


@pytest.fixture
def reloader(file: Path) -> Reloader:
    return Reloader(lambda: load(file, VENDORS), load(file, VENDORS), file.parent / "policy.toml")


def test_an_untouched_file_is_not_read_again(reloader: Reloader) -> None:
    first = reloader.settings
    assert not reloader.check()
    assert reloader.settings is first


def test_a_changed_file_is_read_again(file: Path, reloader: Reloader) -> None:
    file.write_text(GOOD.replace('"logout"', '"stay"'), encoding="utf-8")
    assert reloader.check()
    assert reloader.settings.desk.on_quit == "stay"
    assert not reloader.check()


def test_a_bad_file_is_told_and_the_last_good_settings_stay(file: Path, reloader: Reloader) -> None:
    good = reloader.settings
    file.write_text("[desk]\nx = 1\n", encoding="utf-8")
    assert reloader.check()
    assert 'line 2: There is no setting "x"' in str(reloader.error)
    assert reloader.settings is good
    file.write_text(GOOD + "\n", encoding="utf-8")
    assert reloader.check()
    assert reloader.error is None


def test_a_file_touched_without_a_change_is_no_news(file: Path, reloader: Reloader) -> None:
    os.utime(file, (1, 1))
    assert not reloader.check()


def test_a_file_that_goes_is_a_bad_one_and_may_come_back(file: Path, reloader: Reloader) -> None:
    good = reloader.settings
    file.unlink()
    assert reloader.check()
    assert "is gone" in str(reloader.error)
    assert reloader.settings is good
    file.write_text(GOOD, encoding="utf-8")
    assert reloader.check()
    assert reloader.error is None


def test_a_file_that_appears_is_read(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    reloader = Reloader(lambda: load(file, VENDORS), load(file, VENDORS))
    assert reloader.settings.profile is None
    file.write_text(GOOD, encoding="utf-8")
    assert reloader.check()
    assert reloader.settings.profile is not None


OTHER = GOOD.replace("[profiles.office", "[profiles.other").replace('profile = "office"', "")
OTHER = OTHER.partition("[profiles.sim]")[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("# nothing but a remark\n", "is empty"),
        ('[desk]\non_quit = "stay"\n', "lost the profile"),
        (OTHER, "lost the profile"),
        (GOOD.replace('agent = "default_0042"', ""), 'has lost its "agent"'),
    ],
)
def test_a_file_that_lost_the_profile_in_use_is_a_bad_one(
    file: Path, reloader: Reloader, text: str, words: str
) -> None:
    good = reloader.settings
    file.write_text(text, encoding="utf-8")
    assert reloader.check()
    assert words in str(reloader.error)
    assert reloader.settings is good
    file.write_text(GOOD, encoding="utf-8")
    assert reloader.check()
    assert (reloader.error, reloader.settings) == (None, good)


def test_a_file_that_names_another_profile_is_a_wish(file: Path, reloader: Reloader) -> None:
    file.write_text('profile = "other"\n' + OTHER, encoding="utf-8")
    assert reloader.check()
    assert reloader.error is None
    assert reloader.settings.profile is not None
    assert reloader.settings.profile.name == "other"


def test_what_the_form_has_written_is_meant(file: Path, reloader: Reloader) -> None:
    file.write_text(OTHER, encoding="utf-8")
    assert reloader.check()
    assert reloader.error is not None
    assert reloader.check(meant=True)
    assert reloader.error is None
    assert reloader.settings.profiles == ("other",)


@pytest.mark.parametrize("left", [None, ""])
def test_a_policy_that_goes_is_a_bad_one(file: Path, left: str | None) -> None:
    policy = file.parent / "policy.toml"
    policy.write_text('locked = ["desk"]\n', encoding="utf-8")
    read = partial(load, file, VENDORS, None, policy)
    reloader = Reloader(read, read(), policy)
    if left is None:
        policy.unlink()
    else:
        policy.write_text(left, encoding="utf-8")
    assert reloader.check()
    assert "administrator" in str(reloader.error)


@pytest.mark.expected_log("cannot be read")
def test_an_internal_error_is_told_and_the_last_good_settings_stay(file: Path) -> None:
    good = load(file, VENDORS)

    def fail() -> Settings:
        raise RuntimeError

    reloader = Reloader(fail, good)
    file.write_text("", encoding="utf-8")
    assert reloader.check()
    assert "internal error" in str(reloader.error)
    assert reloader.settings is good
