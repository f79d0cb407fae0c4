from __future__ import annotations

import json
import re
import sys

import pytest
from hypothesis import given

from cti_desk.cli import main, showing
from cti_desk.cli.errors import report
from cti_desk.cli.terminal import pretty, safe_output
from cti_desk.core.errors import CtiError
from tests.support.odd_text import HOSTILE, odd_texts

RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
TITLE = "\x1b]0;owned\x07"


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_raw_reaches_the_terminal(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with safe_output():
        print("Agent ", text)
        print(text, file=sys.stderr)
        report(CtiError(text))
    said = capsys.readouterr()
    assert RAW.search(said.out + said.err) is None
    assert said.out.startswith("Agent  ")


def test_the_streams_are_as_before_afterwards() -> None:
    before = sys.stdout, sys.stderr
    with safe_output():
        assert sys.stdout.writable()
    assert (sys.stdout, sys.stderr) == before


def test_a_program_without_a_console_prints_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with safe_output():
        assert sys.stdout is None


def test_what_was_typed_is_not_repeated_raw(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["status", f"--{TITLE}", TITLE])
    said = capsys.readouterr()
    assert "\x1b" not in said.err
    assert "--" in said.err


@given(odd_texts)
def test_json_for_people_is_the_same_data(text: str) -> None:
    value = {"reason": [text, "é שלום"], text: 1}
    written = pretty(value)
    assert json.loads(written) == json.loads(json.dumps(value))
    assert RAW.search(written) is None
    assert "é שלום" in written


@given(odd_texts)
def test_a_cell_stays_in_its_line(text: str) -> None:
    lines = showing.table([("Agent", text), ("State", "ready")])
    assert len(lines) == 2
    assert RAW.search("\n".join(lines).replace("\n", "")) is None
