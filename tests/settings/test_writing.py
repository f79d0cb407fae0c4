"""Changing settings in a file: all of them or none, with every comment where it was."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.core.errors import SettingsError
from cti_desk.declarations.forms import Changes
from cti_desk.settings.documents import Document
from cti_desk.settings.loading import load
from cti_desk.settings.policy import Policy, read_policy
from cti_desk.settings.writing import ChangedMeanwhile, changed, write
from tests.support.settings import GOOD, VENDORS

NO_POLICY = Policy(Document(Path(), None))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "settings.toml"
    path.write_text(GOOD, encoding="utf-8")
    return path


def put(path: Path, changes: Changes, **more: Any) -> None:
    write(path, changes, VENDORS, NO_POLICY, **more)


def test_comments_and_everything_else_stay(file: Path) -> None:
    put(file, {("desk", "on_quit"): "stay"})
    text = file.read_text(encoding="utf-8")
    assert text == GOOD.replace('on_quit = "logout"', 'on_quit = "stay"')


def test_a_first_profile_in_a_new_file(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.toml"
    office = ("profiles", "office")
    put(path, {(*office, "vendor"): "acme", (*office, "hosts"): ["pbx.example.com"]})
    settings = load(path, VENDORS)
    assert settings.profile is not None
    assert settings.profile.settings["hosts"] == ["pbx.example.com"]
    assert path.read_text().startswith("[profiles.office]\n")


def test_a_value_and_a_whole_profile_are_removed(file: Path) -> None:
    for _ in range(2):
        put(file, {("profiles", "office", "agent"): None, ("profiles", "sim"): None})
    settings = load(file, VENDORS)
    assert settings.profiles == ("office",)
    assert settings.profile is not None
    assert settings.profile.settings["agent"] is None


def test_nothing_is_made_by_removing_what_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    put(path, {("desk", "theme"): None})
    assert not path.exists() or path.read_text() == ""


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        (
            'profiles = { a = { vendor = "acme" } }\n',
            {("profiles", "b", "vendor"): "acme", ("desk", "theme"): "dark"},
        ),
        ('desk.theme = "dark" # mine\n', {("desk", "on_quit"): "stay", ("profile",): "x"}),
        (
            '[profiles.a]\n[profiles.a.pause_reasons]\n# one\n1 = "x"\n[desk]\n[profiles.b]\n',
            {
                ("profiles", "a", "pause_reasons"): {"1": "y", "2": "z"},
                ("profiles", "a", "agent"): "q",
                ("profiles", "b", "agent"): "r",
                ("profiles", "c d.é", "vendor"): "acme",
            },
        ),
        ("# only words", {("log", "level"): "debug"}),
        ("[desk]\r\ntheme = 'dark' # x\r\n", {("desk", "theme"): "light"}),
    ],
)
def test_any_layout_keeps_its_comments(text: str, changes: dict[tuple[str, ...], Any]) -> None:
    new = changed(text, changes)
    values = tomllib.loads(new)
    for path, value in changes.items():
        found: Any = values
        for word in path:
            found = found[word]
        assert found == value
    for comment in [line.partition("#")[2] for line in text.splitlines() if "#" in line]:
        assert comment in new
    assert ("\r\n" in text) == ("\r\n" in new)


_TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
_NAME = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=8)
_OFFICE = st.one_of(
    st.tuples(st.just("hosts"), st.lists(_TEXT, min_size=1, max_size=3)),
    st.tuples(st.just("port"), st.integers(1, 65535)),
    st.tuples(st.just("encryption"), st.sampled_from(["tls", "none"])),
    st.tuples(st.just("agent"), _TEXT),
    st.tuples(st.just("supervisor"), st.booleans()),
    st.tuples(st.just("patience"), st.floats(0.5, 1e6, allow_nan=False)),
    st.tuples(st.just("pause_reasons"), st.dictionaries(_TEXT, _TEXT, max_size=3)),
)
_CHANGE = st.one_of(
    _OFFICE.map(lambda pair: (("profiles", "office", pair[0]), pair[1])),
    st.tuples(st.just(("desk", "always_on_top")), st.booleans()),
    st.tuples(st.just(("dialing", "country")), st.sampled_from(["BR", "DE", ""])),
    st.tuples(st.just(("profiles", "office", "dialing", "short_max")), st.integers(0, 12)),
    st.tuples(st.just(("log", "level")), st.sampled_from(["info", "debug"])),
    _NAME.map(lambda name: (("profiles", f"x{name}", "vendor"), "acme")),
)


@given(changes=st.lists(_CHANGE, max_size=6).map(dict))
def test_what_is_written_is_what_is_read(changes: dict[tuple[str, ...], Any]) -> None:
    new = changed(GOOD, changes)
    values = tomllib.loads(new)
    for path, value in changes.items():
        found: Any = values
        for word in path:
            found = found[word]
        assert found == value
    assert "# how it behaves" in new
    untouched = [line for line in GOOD.splitlines() if line.startswith(("file =", "url ="))]
    assert all(line in new for line in untouched)
    assert changed(new, changes) == new


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("desk.on_qit", "ask", "Did you mean"),
        ("desk.theme", 1, "should be text"),
        ("profiles.office.password", "hunter2", "does not belong in a file"),
        ("profile.x", 1, "not a section"),
    ],
)
def test_what_is_wrong_is_not_written(file: Path, setting: str, value: object, words: str) -> None:
    with pytest.raises(SettingsError, match=words) as error:
        put(file, {("desk", "theme"): "dark", tuple(setting.split(".")): value})
    assert "hunter2" not in str(error.value)
    assert file.read_text(encoding="utf-8") == GOOD
    assert [path.name for path in file.parent.iterdir()] == ["settings.toml"]


def test_what_the_administrator_set_is_not_written(file: Path, tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('locked = ["desk"]\n')
    with pytest.raises(SettingsError, match="set by your administrator"):
        write(file, {("desk", "theme"): "dark"}, VENDORS, read_policy(policy))


def test_what_somebody_else_changed_is_not_overwritten(file: Path) -> None:
    seen = tomllib.loads(GOOD)
    theirs = GOOD.replace('on_quit = "logout"', 'on_quit = "ask"').replace('"BR"', '"DE"')
    file.write_text(theirs)
    with pytest.raises(ChangedMeanwhile, match=r"desk\.on_quit") as error:
        put(file, {("desk", "on_quit"): "stay"}, before=seen)
    assert error.value.settings == (("desk", "on_quit"),)
    assert file.read_text() == theirs
    put(file, {("desk", "on_lock"): "stay"}, before=seen)
    settings = load(file, VENDORS)
    assert (settings.desk.on_quit, settings.desk.on_lock) == ("ask", "stay")
    assert settings.dialing.country == "DE"


def test_a_file_that_broke_meanwhile_is_left_alone(file: Path) -> None:
    file.write_text("[desk\n")
    with pytest.raises(SettingsError, match="not valid TOML"):
        put(file, {("desk", "on_quit"): "stay"})
    assert file.read_text() == "[desk\n"
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match="not UTF-8"):
        put(file, {("desk", "on_quit"): "stay"})


def test_a_link_and_its_mode_stay(file: Path, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.toml"
    file.rename(real)
    real.chmod(0o640)
    file.symlink_to(real)
    put(file, {("desk", "on_quit"): "stay"})
    assert file.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert load(file, VENDORS).desk.on_quit == "stay"


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="cannot be"):
        put(tmp_path / "file" / "settings.toml", {("desk", "theme"): "dark"})


def test_a_file_nested_too_deep_is_refused_in_words() -> None:
    for text in ("x = " + "[" * 5000 + "]" * 5000, "a." * 3000 + "b = 1\n"):
        with pytest.raises(SettingsError, match="Nothing was written"):
            changed(text, {("desk", "theme"): "dark"})
