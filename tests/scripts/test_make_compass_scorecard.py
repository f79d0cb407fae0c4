from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from cti_desk.vendors.compass.methods import ENDPOINTS
from scripts import make_compass_scorecard as script

NOTIFICATIONS = 17
CALLPOINTS = 7


def listed() -> list[str]:
    data = tomllib.loads(script.DATA.read_text("utf-8"))
    return list(script.items(data["documented"], script.FIXTURES))


def test_the_scorecard_is_as_generated() -> None:
    assert script.main(["--check"]) == 0


def test_an_item_without_a_row_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "scorecard.toml"
    text = script.DATA.read_text("utf-8")
    data.write_text(text.replace("[documented]\n", '[documented]\nnews = ["a new item"]\n'))
    monkeypatch.setattr(script, "DATA", data)
    assert script.main(["--check"]) == 1
    told = "“news: a new item” has neither a test that shows it nor a reason why not\n"
    assert capsys.readouterr().out == told


def test_everything_declared_is_an_item() -> None:
    names = listed()
    verbs = ("GET ", "POST ", "PATCH ", "DELETE ")
    calls = [name for name in names if name.startswith(verbs)]
    assert len(calls) == sum(len(endpoint.versions) for endpoint in ENDPOINTS.values())
    assert len([name for name in names if name.startswith("notification ")]) == NOTIFICATIONS
    assert len([name for name in names if name.startswith("callpoint ")]) == CALLPOINTS
    examples = [name for name in names if name.startswith("example ")]
    assert len(examples) == len(list(script.FIXTURES.iterdir()))
    contradictions = [name for name in names if name.startswith("contradiction: ")]
    assert [int(name.split()[1].rstrip(":")) for name in contradictions] == list(range(1, 15))
