from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.core.test_dialing import cases
from tests.support.api import served
from tests.support.cli import ask, run
from tests.support.fake_desk import FakeDesk

MEMBERS = {"raw", "e164", "extension", "display", "dialled", "contact", "guess", "problem"}


def explained(*words: str) -> tuple[int, dict[str, Any]]:
    said = run("--instance", "nobody", "explain", "number", *words, "--json")
    assert said.err == ""
    return said.code, json.loads(said.out)


def of(country: str, line: str) -> list[str]:
    return ["--country", country, *(["--outside-line", line] if line else [])]


@pytest.mark.parametrize("row", cases("numbers.tsv"), ids=lambda row: f"{row[0]} {row[2]}")
def test_the_right_values_of_what_is_typed(row: list[str]) -> None:
    country, line, text, sent, e164, extension = row
    code, found = explained(text, *of(country, line))
    assert set(found) >= MEMBERS
    assert (code, found["raw"]) == (2 if sent == "!" else 0, text)
    assert bool(found["problem"]) is (sent == "!")
    assert found["dialled"] == (None if sent == "!" else sent)
    assert (found["e164"], found["extension"]) == (e164 or None, extension or None)
    assert (found["contact"], found["guess"]) == (None, False)


@pytest.mark.parametrize("row", cases("callers.tsv"), ids=lambda row: f"{row[0]} {row[2]}")
def test_the_right_values_of_what_a_system_tells(row: list[str]) -> None:
    country, line, text, e164 = row
    code, found = explained(text, "--caller", *of(country, line))
    assert found["e164"] == (e164 or None)
    assert code == (2 if found["problem"] else 0)


def test_in_words() -> None:
    said = run("explain", "number", "+49 30 123456 x12", "--country", "de", "--outside-line", "0")
    assert said.code == 0
    assert [line.split(None, 1)[0] for line in said.out.splitlines()] == [
        "Text", "Number", "Extension", "Shown", "Dialled",
    ]  # fmt: skip
    assert "0030123456" in said.out
    said = run("explain", "number", "maria", "--country", "DE")
    assert said.code == 2
    assert "Problem" in said.out


async def test_the_running_desk_answers() -> None:
    with served(FakeDesk()) as server:
        said = await ask(server, "explain", "number", "tel:+49-30-123456\n", "--json")
        found = json.loads(said.out)
        assert (said.code, found["raw"]) == (0, "tel:+49-30-123456\n")
        assert (found["dialled"], found["contact"]) == ("00004930123456", "Maria Souza")
        said = await ask(server, "explain", "number", "+49301234567", "--outside-line", "-")
        assert "004930" in said.out
        assert "perhaps" not in said.out


def test_without_a_desk_the_settings_file_says_which_country(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("name,number\nAnna,030 1234567\nBernd,030 1234567\n")
    file = tmp_path / "settings.toml"
    file.write_text('[dialing]\ncountry = "DE"\n[contacts]\nfile = "people.csv"\n')
    code, found = explained("030 1234567", "--config", str(file), "--outside-line", "9")
    assert (code, found["e164"], found["dialled"]) == (0, "+49301234567", "90301234567")
    assert (found["contact"], found["guess"]) == ("Anna / Bernd", True)
    assert found["candidates"] == ["Anna", "Bernd"]
    code, found = explained("030 1234567", "--config", str(file), "--country", "DE")
    assert found["contact"] == "Anna / Bernd"


def test_without_desk_and_settings_numbers_are_as_they_are() -> None:
    code, found = explained("+49 30 123456")
    assert (code, found["e164"], found["dialled"]) == (0, "+4930123456", "004930123456")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--country", "XX"), "two letters"),
        (("--outside-line", "x"), "digits"),
        (("--config", "/nowhere/settings.toml"), "settings"),
    ],
)
def test_what_is_wrong_with_the_question(words: tuple[str, ...], said: str) -> None:
    found = run("--instance", "nobody", "explain", "number", "6100", *words)
    assert found.code == 2
    assert said in found.err
    assert found.out == ""
