from __future__ import annotations

from pathlib import Path

import pytest

from cti_desk.core.errors import SettingsError
from cti_desk.settings.loading import load
from cti_desk.settings.policy import read_policy
from tests.support.settings import GOOD, VENDORS


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    (tmp_path / "settings.toml").write_text(GOOD, encoding="utf-8")
    return tmp_path / "policy.toml"


def loaded(policy: Path):
    return load(policy.parent / "settings.toml", VENDORS, policy=policy)


def test_its_values_win_and_are_said_to_be_the_administrators(policy: Path) -> None:
    policy.write_text('[desk]\non_quit = "stay"\n[profiles.office]\nport = 61614\n')
    settings = loaded(policy)
    assert settings.desk.on_quit == "stay"
    assert settings.profile.settings["port"] == 61614
    assert settings.profile.settings["agent"] == "default_0042"
    assert any("desk.on_quit" in n and "set by your administrator" in n for n in settings.notes)
    assert not any("port" in note for note in settings.notes)


def test_a_locked_setting_keeps_its_default(policy: Path) -> None:
    policy.write_text('locked = ["desk.on_lock", "screen_pop"]\n')
    settings = loaded(policy)
    assert settings.desk.on_lock == "stay"
    assert settings.screen_pop.url == ""


def test_an_administrators_name_covers_what_is_below_it(policy: Path) -> None:
    policy.write_text('locked = ["desk"]\n[journal]\nretention_days = 30\n')
    found = read_policy(policy)
    assert found.covers(("desk", "on_quit"))
    assert found.covers(("journal", "retention_days"))
    assert not found.covers(("desktop",))
    assert not found.covers(("journal",))


def test_a_whole_profile_may_come_from_the_administrator(policy: Path) -> None:
    (policy.parent / "settings.toml").unlink()
    policy.write_text(
        'locked = ["profiles"]\n[profiles.all]\nvendor = "acme"\nhosts = ["pbx.example.com"]\n'
    )
    settings = loaded(policy)
    assert settings.profile.name == "all"
    assert settings.notes == ()


def test_locked_profiles_replace_the_users(policy: Path) -> None:
    policy.write_text(
        'locked = ["profiles", "profile"]\n'
        '[profiles.all]\nvendor = "acme"\nhosts = ["pbx.example.com"]\n'
    )
    assert loaded(policy).profiles == ("all",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('locked = "desk"\n', "line 1: .*list of texts"),
        ('locked = ["desk.on_qit"]\n', 'line 1: locked: .*Did you mean "on_quit"'),
        ('locked = ["desks"]\n', 'Did you mean "desk"'),
        ("[desk]\nx = 1\n", 'policy.toml, line 2: There is no setting "x"'),
        ("[desk\n", "policy.toml, line 1: this is not valid TOML"),
    ],
)
def test_a_bad_policy_is_told_and_stops(policy: Path, text: str, words: str) -> None:
    policy.write_text(text)
    with pytest.raises(SettingsError, match=words):
        loaded(policy)


def test_none_and_a_missing_one_set_nothing(policy: Path) -> None:
    assert read_policy(None).values == {}
    assert read_policy(policy).values == {}


def test_a_profile_can_be_locked_as_a_whole(policy: Path) -> None:
    policy.write_text('locked = ["profiles.sim"]\n')
    assert loaded(policy).profiles == ("office",)
