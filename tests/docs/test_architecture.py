"""docs/architecture.md stays one page, and says of the borders what import-linter checks."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/architecture.md").read_text("utf-8")


def section(heading: str) -> str:
    return PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]


def test_it_is_one_page() -> None:
    assert len(PAGE.splitlines()) <= 130


def test_the_borders_shown_are_those_that_are_checked() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (layers,) = (each["layers"] for each in contracts if each.get("containers") == ["cti_desk"])
    shown = section("Who may import whom").split("```\n")[1].splitlines()
    assert shown == layers


@pytest.mark.parametrize("way", ["The way of one event", "The way of one command"])
def test_a_way_has_at_most_twelve_stops_each_with_its_place(way: str) -> None:
    stops = re.findall(r"^(\d+)\. (`\w[\w/]+\.py:[\w.]+`)", section(way), re.MULTILINE)
    assert [int(number) for number, _ in stops] == list(range(1, len(stops) + 1))
    assert 1 < len(stops) <= 12
    assert len(stops) == len(re.findall(r"^\d+\. ", section(way), re.MULTILINE))
