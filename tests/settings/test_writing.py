from __future__ import annotations

from pathlib import Path

import pytest

from cti_desk.core.errors import SettingsError
from cti_desk.settings.loading import load
from cti_desk.settings.writing import write
from tests.support.settings import GOOD, VENDORS


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "settings.toml"
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_comments_stay(file: Path) -> None:
    write(file, "desk.on_quit", "stay", VENDORS)
    text = file.read_text(encoding="utf-8")
    assert text == GOOD.replace('on_quit = "logout"', 'on_quit = "stay"')


def test_a_new_file_with_a_profile(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.toml"
    write(path, "desk.theme", "dark", VENDORS)
    assert load(path, VENDORS).desk.theme == "dark"


def test_a_value_is_removed(file: Path) -> None:
    write(file, "profiles.office.agent", None, VENDORS)
    profile = load(file, VENDORS).profile
    assert profile is not None
    assert profile.settings["agent"] is None
    write(file, "profiles.office.agent", None, VENDORS)


def test_a_list_and_a_new_section(file: Path) -> None:
    write(file, "profiles.office.hosts", ["a", "b"], VENDORS)
    write(file, "log.level", "debug", VENDORS)
    settings = load(file, VENDORS)
    assert settings.profile is not None
    assert settings.profile.settings["hosts"] == ["a", "b"]
    assert settings.log.level == "debug"


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("desk.on_qit", "ask", "Did you mean"),
        ("desk.theme", 1, "should be text"),
        ("profiles.office.password", "hunter2", "does not belong in a file"),
        ("profile.x", 1, "not a section"),
    ],
)
def test_what_is_wrong_is_not_written(file: Path, key: str, value: object, words: str) -> None:
    with pytest.raises(SettingsError, match=words) as error:
        write(file, key, value, VENDORS)
    assert "hunter2" not in str(error.value)
    assert file.read_text(encoding="utf-8") == GOOD
    assert [path.name for path in file.parent.iterdir()] == ["settings.toml"]


def test_what_the_administrator_set_is_not_written(file: Path, tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('locked = ["desk"]\n')
    with pytest.raises(SettingsError, match="set by your administrator"):
        write(file, "desk.theme", "dark", VENDORS, policy)


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="cannot be"):
        write(tmp_path / "file" / "settings.toml", "desk.theme", "dark", VENDORS)
