from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

import pytest

from cti_desk.cli.start_options import add_options, words_of
from cti_desk.core.errors import SettingsError, UsageError


def words(*given: str) -> list[str]:
    parser = ArgumentParser()
    add_options(parser, "with {option}")
    return words_of(parser.parse_args(given))


def test_nothing_given_is_nothing() -> None:
    assert words() == []


def test_what_is_given_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.toml").touch()
    assert words("--instance", "two", "--config", "sub/../a.toml", "--profile", "p") == [
        *("--profile", "p"),
        *("--config", str(tmp_path / "a.toml")),
        *("--instance", "two"),
    ]


def test_what_cannot_be_used_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no settings file"):
        words("--config", str(tmp_path / "none.toml"))
    with pytest.raises(SettingsError, match="no settings file"):
        words("--config", str(tmp_path))
    with pytest.raises(UsageError, match="cannot name an instance"):
        words("--instance", "a b")
