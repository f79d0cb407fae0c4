"""The verb ``check`` and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cti_desk.api.desk import CheckItem
from tests.support.api import served
from tests.support.cli import ask, run
from tests.support.fake_desk import FakeDesk

GOOD = """\
[profiles.office]
vendor = "instantvoice"
hosts = ["acd.example.com"]
agent = "default_1001"
"""


class Checked(FakeDesk):
    """A desk whose check has one answer."""

    state: Any = "ok"

    def check(self, done: Any) -> None:
        done([CheckItem("agent", self.state, "default_1001 is as it is.")], None)


@pytest.mark.parametrize(
    ("state", "code", "words"),
    [
        ("ok", 0, "Nothing keeps calls away."),
        ("warning", 0, "Nothing keeps calls away."),
        ("unknown", 0, "Nothing known keeps calls away."),
        ("blocking", 1, "No calls: default_1001"),
    ],
)
async def test_the_exit_code_says_whether_calls_are_kept_away(
    state: str, code: int, words: str
) -> None:
    desk = Checked()
    desk.state = state
    with served(desk) as server:
        said = await ask(server, "check")
        assert (said.code, said.err) == (code, "")
        assert said.out.startswith(words)
        said = await ask(server, "check", "--json")
        assert said.code == code
        assert json.loads(said.out)[0]["state"] == state


def test_no_desk_is_3() -> None:
    assert run("--instance", "nobody", "check").code == 3


def test_a_good_file_is_checked_without_a_desk(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(GOOD)
    said = run("check", "--file", str(file))
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("Nothing known keeps calls away.")
    assert "office" in said.out
    assert "keyring" in said.out, "what is not looked at is said"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (GOOD.replace("acd.example.com", "acd.example.com:99999"), "1 to 65535"),
        (GOOD.replace("acd.example.com", "https://acd.example.com"), "host alone"),
        (GOOD + "port = 99999\n", "at most 65535"),
        (GOOD + 'transport = "smtp"\n', "should be one of"),
        ("", "no profile"),
        ("[profiles.office\n", "not valid TOML"),
        ("x = " + "[" * 5000, "too deep"),
        ('[screen_pop]\nhosts = ["https://crm.example.com"]\n' + GOOD, "host alone"),
    ],
)
def test_a_bad_file_is_1(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text)
    said = run("check", "--file", str(file))
    assert said.code == 1
    assert said.out.startswith("No calls: ")
    assert words in said.out
    found = json.loads(run("check", "--file", str(file), "--json").out)
    assert any(item["state"] == "blocking" for item in found)


def test_a_bad_policy_is_1(tmp_path: Path) -> None:
    file, policy = tmp_path / "settings.toml", tmp_path / "policy.toml"
    file.write_text(GOOD)
    for text in ('locked = ["desk.on_quti"]\n', "not TOML"):
        policy.write_text(text)
        said = run("check", "--file", str(file), "--policy", str(policy))
        assert said.code == 1
        assert str(policy) in said.out
    policy.unlink()
    assert run("check", "--file", str(file), "--policy", str(policy)).code == 1


def test_a_file_that_is_not_there_is_1(tmp_path: Path) -> None:
    said = run("check", "--file", str(tmp_path / "none.toml"))
    assert said.code == 1
    assert "does not exist" in said.out


def test_a_policy_alone_is_a_mistake(tmp_path: Path) -> None:
    assert run("check", "--policy", str(tmp_path / "policy.toml")).code == 2


def test_a_file_belongs_to_no_instance(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(GOOD)
    said = run("--instance", "two", "check", "--file", str(file))
    assert said.code == 2
    assert "--instance" in said.err
