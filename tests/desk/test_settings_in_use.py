"""The settings in force: the last good ones, and who follows them when."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from cti_desk.core.commands import LogOut
from cti_desk.core.errors import SettingsError
from cti_desk.core.model import AgentState, LinkState
from cti_desk.core.reports import AgentChanged, LinkChanged
from cti_desk.desk.settings_in_use import Followers, SettingsInUse, read_first
from cti_desk.installation.registry import installed_vendors
from cti_desk.settings.model import Profile, Settings
from cti_desk.settings.sections import ContactList, Desk, Dialing
from tests.support.fake_switch import running

OFFICE = Profile("office", "fake", {"agent": "a1"}, Dialing(country="BR", outside_line="0"))


class Notes:
    """Takes any call, and remembers it."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, tuple[Any, ...]]] = []

    def __getattr__(self, name: str) -> Any:
        return lambda *given: self.calls.append((name, given))


class File:
    def __init__(self, path: Path, *contents: Settings | Exception) -> None:
        self.path, self.contents = path, list(contents)
        path.write_text("0")

    def read(self) -> Settings:
        given = self.contents[0]
        if isinstance(given, Exception):
            raise given
        return given

    def next(self) -> None:
        self.contents.pop(0)
        self.path.write_text(f"{len(self.contents)} left")


def make(file: File, strict: bool = False) -> SettingsInUse:
    return SettingsInUse(file.read, Settings(file.path), file.path.with_name("policy"), strict)


def followers() -> tuple[Followers, Notes]:
    notes = Notes()
    given: Any = notes
    return (
        Followers(given, given, given, given, {"fake": given}, lambda profile: given),
        notes,
    )


def test_a_bad_first_file_is_a_problem_or_the_end(tmp_path: Path) -> None:
    file = File(tmp_path / "s.toml", SettingsError("line 3"))
    assert str(make(file).problem) == "line 3"
    with pytest.raises(SettingsError):
        make(file, strict=True)


async def test_a_bad_change_leaves_the_last_good_in_force(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    home = Profile("home", "fake", {})
    other = Settings(path, home, profiles=("office", "home"))
    file = File(path, Settings(path, OFFICE), SettingsError("oops"), other)
    in_use = make(file)
    assert not await in_use.changed()
    file.next()
    assert await in_use.changed()
    assert str(in_use.problem) == "oops"
    assert in_use.settings.profile is OFFICE
    file.next()
    assert await in_use.changed()
    assert in_use.problem is None
    assert in_use.settings.profile is home


def test_numbers_are_dialled_by_the_profiles_rules(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    assert make(File(path, Settings(path, OFFICE))).dialled("+1 202 555 0100") == "00012025550100"
    assert make(File(path, Settings(path))).dialled("6100") == "6100"


@pytest.mark.shows("instantvoice", "IVClient: configuration is reloaded by itself")
async def test_the_line_follows_only_a_changed_profile(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    same = Settings(path, OFFICE, ("office",), desk=Desk(theme="dark"))
    other = Settings(path, Profile("office", "fake", {"agent": "a2"}), ("office",))
    file = File(path, Settings(path, OFFICE), same, other)
    in_use, (to, notes) = make(file), followers()
    connected = []
    for _ in range(3):
        in_use.follow(to)
        connected.append(sum(name == "connect" for name, _ in notes.calls))
        if len(file.contents) > 1:
            file.next()
            assert await in_use.changed()
    assert connected == [1, 1, 2]


def test_without_a_profile_the_line_says_why(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    to, notes = followers()
    make(File(path, Settings(path, notes=("No profile yet.",)))).follow(to)
    assert ("stop", ("No profile yet.",)) in notes.calls


@pytest.mark.parametrize(("after", "asked"), [({"agent": "a2"}, 1), ({"agent": "a1", "x": 1}, 0)])
async def test_another_agents_profile_is_left_as_quitting_would(
    tmp_path: Path, after: dict[str, Any], asked: int
) -> None:
    path = tmp_path / "s.toml"
    before = Settings(path, OFFICE, desk=Desk(on_quit="logout"))
    in_use = make(File(path, Settings(path, Profile("office", "fake", after))))
    runner, switch, _ = running()
    switch.report(AgentChanged(state=AgentState.READY))
    session = runner.session
    await in_use.leave_profile(before, runner)
    assert len(switch.performed) == asked
    assert (runner.session is session) == (asked == 0)
    await runner.close()


@pytest.mark.parametrize(
    ("vendor", "key"),
    [("instantvoice", "agent"), ("instantvoice", "accountcode"), ("compass", "user")],
)
async def test_whose_desk_it_is_is_said_by_every_vendor(
    tmp_path: Path, vendor: str, key: str
) -> None:
    path = tmp_path / "s.toml"
    desk = Desk(on_quit="logout")
    before, after = (
        Settings(path, Profile("office", vendor, {key: who}), desk=desk) for who in ("a", "b")
    )
    file = File(path, after)
    in_use = SettingsInUse(file.read, before, tmp_path / "policy", False, installed_vendors())
    runner, switch, _ = running()
    switch.report(AgentChanged(state=AgentState.READY))
    assert await in_use.leave_profile(before, runner) is None
    assert switch.performed == [LogOut()]
    await runner.close()


@pytest.mark.expected_log("no link")
async def test_an_agent_who_cannot_be_left_is_told(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    before = Settings(path, OFFICE, desk=Desk(on_quit="logout"))
    in_use = make(File(path, Settings(path, Profile("office", "fake", {"agent": "a2"}))))
    runner, switch, _ = running()
    switch.report(AgentChanged(state=AgentState.READY))
    switch.report(LinkChanged(LinkState.DOWN))
    assert "was not logged out" in str(await in_use.leave_profile(before, runner))
    await runner.close()


async def test_files_are_read_on_a_worker_thread(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    file = File(path, Settings(path, OFFICE, ("office",)))
    threads: list[threading.Thread] = []

    def read() -> Settings:
        threads.append(threading.current_thread())
        return file.read()

    in_use = SettingsInUse(read, Settings(path), tmp_path / "policy", False)
    path.write_text("changed")
    await in_use.changed()
    assert threads[1:]
    assert threading.current_thread() not in threads[1:]


def test_new_secrets_connect_anew_though_the_settings_are_the_same(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    in_use, (to, notes) = make(File(path, Settings(path, OFFICE))), followers()
    in_use.follow(to)
    in_use.follow(to)
    in_use.connect_anew()
    in_use.follow(to)
    assert sum(name == "connect" for name, _ in notes.calls) == 2


def test_the_files_that_matter_are_named(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    plain = make(File(path, Settings(path)))
    assert plain.files == (path, tmp_path / "policy")
    with_people = Settings(path, contacts=ContactList("people.csv"))
    assert make(File(path, with_people)).files[-1] == tmp_path / "people.csv"


def test_the_desktop_is_told_what_concerns_it(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    settings = Settings(path, OFFICE, desk=Desk(theme="dark", animations="off", on_quit="stay"))
    options = make(File(path, settings)).desktop_options("1.2")
    assert (options.version, options.profile, options.theme) == ("1.2", "office", "dark")
    assert (options.animations, options.on_quit, options.simulator) == (False, "stay", False)


async def test_a_broken_file_is_seen_by_check(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    told = Settings(path, OFFICE, warnings=("Odd.",), missing=("Gone.",))
    file = File(path, told, SettingsError("line 1: no.\nline 2: no."))
    in_use = make(file)
    assert [(item.state, item.text) for item in in_use.check_items()] == [
        ("warning", "Odd."),
        ("warning", "Gone."),
    ]
    file.next()
    await in_use.changed()
    broken = in_use.check_items()[-1]
    assert broken.state == "blocking"
    assert "line 1: no. line 2: no." in broken.text


def test_a_file_that_was_broken_at_the_start_is_told_once(tmp_path: Path) -> None:
    assert make(File(tmp_path / "s.toml", SettingsError("line 3"))).check_items() == []


async def test_the_first_reading_falls_back_unless_the_file_was_named(tmp_path: Path) -> None:
    path, policy = tmp_path / "s.toml", tmp_path / "policy"
    path.write_text("[profiles.office\n")
    in_use = await read_first(path, None, policy, strict=False, vendors={})
    assert "not valid TOML" in str(in_use.problem)
    assert in_use.settings == Settings(path)
    with pytest.raises(SettingsError, match="not valid TOML"):
        await read_first(path, None, policy, strict=True, vendors={})
