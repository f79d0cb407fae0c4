from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from cti_desk.api import commands
from cti_desk.vendors.instantvoice.messages.codes import SENTENCES
from cti_desk.vendors.instantvoice.methods import METHODS
from scripts import make_scorecard
from tests.support.instantvoice_manual import BROKEN

DOCUMENTED_METHODS = 41
COM_METHODS = 10


def listed() -> list[str]:
    data = tomllib.loads(make_scorecard.DATA.read_text("utf-8"))
    return list(make_scorecard.items(data["documented"], make_scorecard.FIXTURES))


def test_the_scorecard_is_as_generated() -> None:
    assert make_scorecard.main(["--check"]) == 0


def test_a_stale_scorecard_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(make_scorecard, "PAGE", tmp_path / "SCORECARD.md")
    assert make_scorecard.main(["--check"]) == 1
    assert "is not as generated" in capsys.readouterr().out
    assert make_scorecard.main([]) == 0
    assert make_scorecard.main(["--check"]) == 0


def test_an_item_without_a_row_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "scorecard.toml"
    text = make_scorecard.DATA.read_text("utf-8")
    data.write_text(text.replace("[documented]\n", '[documented]\nnews = ["a new item"]\n'))
    monkeypatch.setattr(make_scorecard, "DATA", data)
    assert make_scorecard.main(["--check"]) == 1
    assert capsys.readouterr().out == (
        "“news: a new item” has neither a test that shows it nor a reason why not\n"
    )


def test_everything_declared_is_an_item() -> None:
    names = listed()
    assert len(METHODS) == DOCUMENTED_METHODS
    served = {method.name.removeprefix("ivclient.") for method in commands.METHODS}
    assert served > make_scorecard.COM_METHODS
    for transport, count in (("STOMP", len(METHODS)), ("SOAP", len(METHODS)), ("COM", COM_METHODS)):
        found = [one for one in names if one.startswith("method ") and one.endswith(transport)]
        assert len(found) == count, transport
    assert {f"return code {code}" for code in (0, *SENTENCES)} < set(names)
    assert {f"event field {name}" for name in ("direction", "callerid", "agent")} < set(names)
    examples = [one for one in names if " example of " in one]
    assert len(examples) == len(list(make_scorecard.FIXTURES.iterdir()))
    assert examples[0] == "JSON request example of AgentLogin"


def test_an_example_is_left_out_only_where_it_is_no_json() -> None:
    exempt = tomllib.loads(make_scorecard.DATA.read_text("utf-8"))["exempt"]
    left_out = {what: why for what, why in exempt.items() if what.startswith("JSON ")}
    assert set(left_out) == {
        f"JSON request example of {name.removesuffix('.request.json')}" for name in BROKEN
    }
    assert all(why.startswith("not valid JSON: ") for why in left_out.values())
