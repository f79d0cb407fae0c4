from __future__ import annotations

from pathlib import Path

import pytest

from cti_desk.vendors.compass.methods import METHODS
from scripts import make_compass_doc


def test_the_page_is_as_generated() -> None:
    assert make_compass_doc.main(["--check"]) == 0


def test_a_stale_page_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(make_compass_doc, "PAGE", tmp_path / "compass.md")
    assert make_compass_doc.main(["--check"]) == 1
    assert "is not as generated" in capsys.readouterr().out
    assert make_compass_doc.main([]) == 0
    assert make_compass_doc.main(["--check"]) == 0


def test_every_call_and_argument_is_there() -> None:
    page = make_compass_doc.page()
    for name, method in METHODS.items():
        assert f"| [`{name}`](#{name.lower().replace('.', '')}) |" in page
        details = page.partition(f"\n### {name}\n")[2].partition("\n##")[0]
        assert method.help in details
        for argument in method.arguments:
            assert f"| `{argument.name}`" in details, (name, argument.name)


def test_how_differences_between_versions_are_told() -> None:
    page = make_compass_doc.page()
    assert "| `cli` | `cli` (version 1: `outboundCli`) | text |" in page
    assert "`receiveCalls` (version 3)" in page
    assert "| `POST /identity/{id}/pauseQueue` | 1, 2 |" in page
    assert "Needs the user feature “Listen in API”." in page
    assert "| `priority` | `priority` | whole number, from 0 |" in page
