from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from cti_desk.settings.secret_command import LIMITS_S, main
from tests.support.keyring import gnome_keyring, private_bus


def test_a_secret_is_stored_checked_and_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with (
        private_bus(tmp_path / "bus") as bus,
        gnome_keyring(tmp_path / "home", bus, "open sesame") as env,
    ):
        assert main(["check", "office", "password"], env=env) == 1
        monkeypatch.setattr(sys, "stdin", io.StringIO("hunter2\n"))
        assert main(["set", "office", "password"], env=env) == 0
        assert main(["check", "office", "password"], env=env) == 0
        assert main(["delete", "office", "password"], env=env) == 0
        assert main(["check", "office", "password"], env=env) == 1
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "password of profile office: your keyring has none.",
        "password of profile office: stored in your keyring.",
        "password of profile office: your keyring has it.",
        "password of profile office: your keyring has it no longer.",
        "password of profile office: your keyring has none.",
    ]
    waits = "Waiting for your keyring to be unlocked."  # said by a machine that is slow just now
    assert set(said.err.splitlines()) <= {waits}


def test_nothing_typed_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert main(["set", "office", "password"], helper=["/nonexistent"]) == 2
    assert "nothing was changed" in capsys.readouterr().err


def test_no_keyring_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "office", "password"]) == 2
    assert "no keyring" in capsys.readouterr().err


def test_a_secret_is_never_an_argument(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["set", "office", "password", "hunter2"])
    capsys.readouterr()


def test_a_keyring_that_never_answers_is_given_up(capsys: pytest.CaptureFixture[str]) -> None:
    silent = [sys.executable, "-c", "import sys; sys.stdin.buffer.read()"]
    assert main(["check", "office", "password"], helper=silent, limit_s=0.2) == 2
    assert "did not answer within 0.2 s" in capsys.readouterr().err


def test_a_locked_keyring_without_anybody_to_ask_is_given_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (
        private_bus(tmp_path / "bus") as bus,
        gnome_keyring(tmp_path / "home", bus, None) as env,
    ):
        assert main(["check", "office", "password"], env=env, limit_s=5) == 2
    said = capsys.readouterr()
    assert "your keyring" in said.err.lower()
    assert said.out == ""


def test_each_action_has_an_end() -> None:
    assert all(0 < limit <= 120 for limit in LIMITS_S.values())
    assert set(LIMITS_S) == {"check", "set", "delete"}
