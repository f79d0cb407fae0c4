from __future__ import annotations

from pathlib import Path

import pytest

from cti_desk.api.commands import METHODS
from scripts import make_api_doc


def test_the_page_is_as_generated() -> None:
    assert make_api_doc.main(["--check"]) == 0


def test_the_page_tells_of_every_method_and_error() -> None:
    page = make_api_doc.page()
    for method in METHODS:
        assert f"### {method.name}\n" in page
        assert f"[`{method.name}`](#{method.name.lower().replace('.', '')})" in page
    for code in (*range(-32007, -32000), -32700, -32602):
        assert f"| {code} |" in page
    assert "<!--" not in page


def test_a_stale_page_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(make_api_doc, "PAGE", tmp_path / "api.md")
    assert make_api_doc.main(["--check"]) == 1
    assert "api.md" in capsys.readouterr().out
    assert make_api_doc.main([]) == 0
    assert make_api_doc.main(["--check"]) == 0
