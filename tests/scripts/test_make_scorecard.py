from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from scripts import make_scorecard
from scripts.make_vendor_doc import documented

NAMES = [name for name, _ in documented()]


def test_the_scorecards_are_as_generated() -> None:
    assert make_scorecard.main(["--check"]) == 0
    assert NAMES


def test_a_stale_scorecard_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(make_scorecard, "VENDORS", tmp_path)
    for name in NAMES:
        (tmp_path / name).mkdir()
    assert make_scorecard.main(["--check"]) == 1
    assert capsys.readouterr().out.count("is not as generated") == len(NAMES)
    assert make_scorecard.main([]) == 0
    assert make_scorecard.main(["--check"]) == 0


@pytest.mark.parametrize("name", NAMES)
def test_an_item_without_a_row_fails(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
) -> None:
    for each in NAMES:
        (tmp_path / each).mkdir()
        shutil.copy(make_scorecard.TESTS / each / "scorecard.toml", tmp_path / each)
    data = tmp_path / name / "scorecard.toml"
    text = data.read_text("utf-8")
    data.write_text(text.replace("[documented]\n", '[documented]\nnews = ["a new item"]\n'))
    monkeypatch.setattr(make_scorecard, "TESTS", tmp_path)
    assert make_scorecard.main(["--check"]) == 1
    assert capsys.readouterr().out == (
        "“news: a new item” has neither a test that shows it nor a reason why not\n"
    )
