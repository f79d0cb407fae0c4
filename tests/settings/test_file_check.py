"""A settings file looked at before a roll-out."""

from __future__ import annotations

from pathlib import Path

import pytest

from cti_desk.installation.registry import installed_vendors
from cti_desk.settings.file_check import check_file
from tests.support.settings import GOOD, VENDORS

IV = """\
[desk]
on_quit = "pause 9"
on_lock = "pause lunch"

[profiles.office]
vendor = "instantvoice"
hosts = ["acd.example.com"]
pause_reasons = { 1 = "Break", 2 = "Lunch" }
"""
COMPASS = """\
[profiles.office]
vendor = "compass"
domain = "example.com"
user = "joe"
"""


def found(folder: Path, text: str) -> dict[str, list[str]]:
    """The sentences of each state."""
    file = folder / "settings.toml"
    file.write_text(text, encoding="utf-8")
    items = check_file(file, None, installed_vendors())
    states = sorted({item.state for item in items})
    return {state: [item.text for item in items if item.state == state] for state in states}


def test_what_cannot_be_known_is_said(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "people.csv").write_text("name,number\n")
    items = check_file(tmp_path / "settings.toml", None, VENDORS)
    assert {item.what for item in items if item.state == "unknown"} == {"secrets", "link", "agent"}
    assert not [item for item in items if item.state in ("blocking", "warning")]


def test_a_missing_contacts_file_is_told(tmp_path: Path) -> None:
    (warning,) = found(tmp_path, '[contacts]\nfile = "none.csv"\n' + COMPASS)["warning"]
    assert f"{tmp_path / 'none.csv'} does not exist" in warning


def test_a_contacts_file_that_may_not_be_looked_at_is_told(tmp_path: Path) -> None:
    """The system refuses a name that is too long as it refuses a folder of somebody else's."""
    contacts = f'[contacts]\nfile = "{"x" * 300}.csv"\n'
    (warning,) = found(tmp_path, contacts + COMPASS)["warning"]
    assert "cannot be read (File name too long)" in warning
    (tmp_path / "folder").mkdir()
    (warning,) = found(tmp_path, '[contacts]\nfile = "folder"\n' + COMPASS)["warning"]
    assert "is no file" in warning


def test_a_file_that_may_not_be_looked_at_is_told(tmp_path: Path) -> None:
    settings, locked = tmp_path / "settings.toml", tmp_path / ("x" * 300)
    settings.write_text(GOOD, encoding="utf-8")
    for file, policy in ((locked, None), (settings, locked)):
        (item,) = check_file(file, policy, VENDORS)
        assert item.state == "blocking"
        assert "cannot be read" in item.text


def test_a_pause_reason_that_is_not_listed_is_told(tmp_path: Path) -> None:
    (warning,) = found(tmp_path, IV)["warning"]
    assert "line 2:" in warning
    assert "“9”" in warning
    assert "1 Break, 2 Lunch" in warning


@pytest.mark.parametrize("profile", [IV, COMPASS])
def test_a_ca_file_is_looked_at(tmp_path: Path, profile: str) -> None:
    (wrong,) = found(tmp_path, profile + 'ca_file = "/nowhere/ca.pem"\n')["blocking"]
    assert "ca_file cannot be read" in wrong
    bad = tmp_path / "ca.pem"
    bad.write_text("no certificate")
    (wrong,) = found(tmp_path, profile + f'ca_file = "{bad}"\n')["blocking"]
    assert "is no PEM file" in wrong


@pytest.mark.parametrize(
    "line",
    [
        'rest_address = "http://rest.example.com"',
        'rest_address = "https://rest.example.com:99999"',
        'xmpp_address = "uc.example.com:99999"',
        'xmpp_address = "https://uc.example.com"',
        'websocket_address = "ws://bosh.example.com/ws"',
    ],
)
def test_a_wrong_address_is_told_with_its_line(tmp_path: Path, line: str) -> None:
    (wrong,) = found(tmp_path, COMPASS + line + "\n")["blocking"]
    assert "line 5:" in wrong
    assert line.split(" = ")[0] in wrong


def test_every_problem_is_an_answer_of_its_own(tmp_path: Path) -> None:
    text = IV.replace('"acd.example.com"', '"https://a", "b:0"') + "port = 0\n"
    assert len(found(tmp_path, text)["blocking"]) >= 1
    assert len(found(tmp_path, "[desk]\nx = 1\ny = 2\n")["blocking"]) == 2


def test_a_pause_that_will_be_refused_is_told(tmp_path: Path) -> None:
    text = IV.replace('"pause 9"', '"pause"')
    (warning,) = found(tmp_path, text)["warning"]
    assert '"on_quit" pauses without a reason' in warning
    for more in ('default_pause_reason = "1"\n', "pause_reason_required = false\n"):
        assert "warning" not in found(tmp_path, text + more)


@pytest.mark.parametrize(
    "page", ["https://crm.example.com:99999/call", "https://[crm/call", "https://crm:8a/{number}"]
)
def test_a_page_that_there_cannot_be_is_told(tmp_path: Path, page: str) -> None:
    (wrong,) = found(tmp_path, f'[screen_pop]\nurl = "{page}"\n' + COMPASS)["blocking"]
    assert "that there cannot be" in wrong
