from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from cti_desk.core.dialing import dialled
from cti_desk.core.errors import SettingsError
from cti_desk.declarations.fields import Field
from cti_desk.settings.endings import Ending
from cti_desk.settings.loading import load
from tests.support.settings import GOOD, VENDORS


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def refused(file: Path, text: str, profile: str | None = None) -> SettingsError:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as error:
        load(file, VENDORS, profile)
    return error.value


def test_good_settings_are_typed_and_complete(file: Path) -> None:
    file.write_text(GOOD, encoding="utf-8")
    settings = load(file, VENDORS)
    assert settings.profiles == ("office", "sim")
    assert settings.desk.quit_ending == Ending("logout")
    assert settings.desk.session_ending == Ending("logout")
    assert settings.desk.lock_ending == Ending("pause", "2")
    assert settings.desk.always_on_top is True
    assert settings.contacts_file == file.parent / "people.csv"
    assert settings.screen_pop.allowed_hosts == ("crm.example.com",)
    assert settings.notes == ()
    office = settings.profile
    assert office is not None
    assert (office.name, office.vendor, office.secrets) == ("office", "acme", "keyring")
    assert office.settings == {
        "hosts": ["pbx.example.com", "pbx2.example.com"],
        "port": 61613,
        "encryption": "tls",
        "agent": "default_0042",
        "supervisor": False,
        "pause_reasons": {"1": "Break", "2": "Lunch"},
        "files_address": None,
        "patience": 5.0,
    }


def test_a_profile_has_its_own_dial_rules_over_the_desks(file: Path) -> None:
    file.write_text(GOOD, encoding="utf-8")
    office = load(file, VENDORS).profile
    assert office is not None
    assert dialled("+55 21 9876-5456", office.dial_rules) == "902198765456"
    sim = load(file, VENDORS, "sim").profile
    assert sim is not None
    assert dialled("+49 30 123456", sim.dial_rules) == "0004930123456"


def test_a_missing_file_is_a_first_run_with_words(file: Path) -> None:
    settings = load(file, VENDORS)
    assert settings.profile is None
    assert len(settings.notes) == 1
    assert str(file) in settings.notes[0]
    assert "cti-desk demo" in settings.notes[0]


def test_a_file_without_profiles_is_a_first_run_too(file: Path) -> None:
    file.write_text("[desk]\n", encoding="utf-8")
    assert "has no profile" in load(file, VENDORS).notes[0]


def test_a_byte_order_mark_is_no_error(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert load(file, VENDORS).profile is not None


def test_the_only_profile_needs_no_naming(file: Path) -> None:
    file.write_text('[profiles.a]\nvendor = "acme"\nhosts = ["h"]\n', encoding="utf-8")
    profile = load(file, VENDORS).profile
    assert profile is not None
    assert profile.name == "a"


P = '[profiles.a]\nvendor = "acme"\nhosts = ["h"]\n'


@pytest.mark.parametrize(
    ("text", "line", "key", "words"),
    [
        ("desk = 1\n", 1, "desk", r"should be a section: \[desk\]"),
        ("[dask]\n", 1, "dask", 'There is no setting "dask". Did you mean "desk"'),
        ("[desk]\n\non_qiut = 'ask'\n", 3, "desk.on_qiut", 'Did you mean "on_quit"'),
        ("[desk]\non_quit = 'sleep'\n", 2, "desk.on_quit", "pause REASON"),
        ("[desk]\non_lock = 'ask'\n", 2, "desk.on_lock", "nobody is there"),
        ("[desk]\nalways_on_top = 1\n", 2, "desk.always_on_top", "true or false"),
        ("[desk]\ntheme = 'drak'\n", 2, "desk.theme", '"light", "dark". Did you mean "dark"'),
        ("[desk]\nfailure_s = 1\n", 2, "desk.failure_s", "at least 3"),
        ("[desk]\nfailure_s = nan\n", 2, "desk.failure_s", "a number"),
        ("[journal]\nretention_days = true\n", 2, "journal.retention_days", "whole number"),
        ("[journal]\nretention_days = 1.5\n", 2, "journal.retention_days", "whole number"),
        ("[dialing]\ncountry = 'Brazil'\n", 2, "dialing.country", "two letters"),
        ("[dialing]\noutside_line = 'x'\n", 2, "dialing.outside_line", "digits"),
        ("[screen_pop]\nhosts = 'h'\n", 2, "screen_pop.hosts", "list of texts"),
        ("[screen_pop]\nhosts = [1]\n", 2, "screen_pop.hosts", "list of texts"),
        ("[screen_pop]\nurl = 'https://a/{numbr}'\n", 2, "screen_pop.url", '"numbr"'),
        ("[screen_pop]\nurl = 'https://a/{number'\n", 2, "screen_pop.url", "bracket"),
        ("[screen_pop]\nurl = 'https://a/{}'\n", 2, "screen_pop.url", "RFC 6570"),
        ("[screen_pop]\nurl = 'file:///{number}'\n", 2, "screen_pop.url", "schemes"),
        ("[screen_pop]\nurl = 'https://a.{name}/'\n", 2, "screen_pop.url", "no fixed host"),
        ("[screen_pop]\nurl = 'https://a{+name}/'\n", 2, "screen_pop.url", "no fixed host"),
        ('profile = "b"\n' + P, 1, "profile", 'There is no profile "b"'),
        ("profiles = 1\n", 1, "profiles", "should be a section"),
        ("[profiles]\na = 1\n", 2, "profiles.a", r"should be a section: \[profiles.a\]"),
        ("[profiles.a]\nhosts = ['h']\n", 1, "profiles.a", 'needs a "vendor"'),
        ("[profiles.a]\nvendor = 'acmee'\nx = 1\n", 2, "profiles.a.vendor", 'Did you mean "acme"'),
        ("[profiles.a]\nvendor = 1\n", 2, "profiles.a.vendor", "text in quotes"),
        ("[profiles.a]\nvendor = []\nhost = 1\n", 2, "profiles.a.vendor", "text in quotes"),
        ("[profiles.a]\nvendor = 'acme'\n", 1, "profiles.a.hosts", 'needs "hosts"'),
        ("[profiles.a]\n", 1, "profiles.a", 'needs a "vendor"'),
        (P + "prot = 1\n", 4, "profiles.a.prot", 'Did you mean "port"'),
        (P + "port = 99999\n", 4, "profiles.a.port", "at most 65535"),
        (P + "pause_reasons = {1 = 2}\n", 4, "profiles.a.pause_reasons", "table of texts"),
        (P + "dialing = 1\n", 4, "profiles.a.dialing", "should be a section"),
        (P + "[profiles.a.dialing]\nx = 1\n", 5, "profiles.a.dialing.x", 'no setting "x"'),
        (P + "secrets = 'simulator'\n", 4, "profiles.a.secrets", "needs simulator = true"),
        (P + "simulator = true\n", 3, "profiles.a.hosts", "stays on this computer"),
        (
            P.replace('"h"', '"::1"')
            + "simulator = true\ncontrol = '::1'\nfiles_address = 'https://h'\n",
            6,
            "profiles.a.files_address",
            "stays on this computer",
        ),
        ("[desk\n", 1, None, "not valid TOML"),
        ("a = 1\na = 2\n", 2, None, "not valid TOML"),
        ("[desk]\non_quit = 'ask\n", 2, None, "not valid TOML"),
    ],
)
def test_a_mistake_is_told_with_file_line_and_key(
    file: Path, text: str, line: int, key: str | None, words: str
) -> None:
    error = refused(file, text)
    assert error.details == {"file": str(file), "line": line, "key": key}
    assert str(error).startswith(f"{file}, line {line}: ")
    assert len(str(error).splitlines()) == 1, str(error)
    assert re.search(words, str(error)), str(error)


def test_all_mistakes_are_told_at_once(file: Path) -> None:
    error = refused(file, "[desk]\nx = 1\ntheme = 2\n[log]\nlevel = 3\n")
    assert len(str(error).splitlines()) == 3


def test_a_control_address_elsewhere_is_refused(file: Path) -> None:
    text = GOOD.replace("127.0.0.1:4000", "198.51.100.7:4000")
    assert '"control" names "198.51.100.7"' in str(refused(file, text))


def test_several_profiles_need_a_name(file: Path) -> None:
    error = refused(file, GOOD.replace('profile = "office"', ""))
    assert '("office", "sim")' in str(error)


def test_a_profile_named_at_the_start_must_exist(file: Path) -> None:
    assert 'Did you mean "office"' in str(refused(file, GOOD, "ofice"))


def test_a_secret_in_the_file_is_refused_and_never_repeated(file: Path) -> None:
    error = refused(file, P + 'password = "hunter2"\n')
    assert error.details["line"] == 4
    assert "does not belong in a file" in str(error)
    assert "cti-desk secret set a password" in str(error)
    assert "hunter2" not in str(error)


def test_a_file_that_is_not_text_is_refused_with_its_line(file: Path) -> None:
    file.write_bytes(b"[desk]\n# caf\xe9\n")
    with pytest.raises(SettingsError, match="line 2: this is not UTF-8"):
        load(file, VENDORS)


def test_a_directory_in_place_of_the_file(file: Path) -> None:
    file.mkdir()
    with pytest.raises(SettingsError, match="cannot be read"):
        load(file, VENDORS)


def test_what_counts_for_nothing_is_not_needed(file: Path) -> None:
    hosts = Field("hosts", "list", "Hosts", "Where.", required=True, when=("door", "open"))
    door = Field("door", "choice", "Door", "…", default="shut", choices=("shut", "open"))
    vendors = {"acme": replace(VENDORS["acme"], fields=(hosts, door))}
    file.write_text('[profiles.a]\nvendor = "acme"\n', encoding="utf-8")
    assert load(file, vendors).profile is not None
    file.write_text('[profiles.a]\nvendor = "acme"\ndoor = "open"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match='needs "hosts"'):
        load(file, vendors)


def test_a_name_that_commands_a_terminal_is_refused(file: Path) -> None:
    error = refused(file, '[profiles."a\\u001b[31m"]\nvendor = "acme"\n')
    assert "A name in this file has a control character (U+001B)." in str(error)
