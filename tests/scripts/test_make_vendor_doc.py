from __future__ import annotations

from pathlib import Path

import pytest

from scripts import make_vendor_doc

NAMES = [name for name, _ in make_vendor_doc.documented()]


def test_the_pages_are_as_generated() -> None:
    assert make_vendor_doc.main(["--check"]) == 0
    assert NAMES


def test_a_stale_page_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(make_vendor_doc, "DOCS", tmp_path)
    assert make_vendor_doc.main(["--check"]) == 1
    told = capsys.readouterr().out
    assert all(f"{name}.md is not as generated" in told for name in NAMES)
    assert make_vendor_doc.main([]) == 0
    assert make_vendor_doc.main(["--check"]) == 0
    (tmp_path / f"{NAMES[0]}.md").write_text("stale")
    assert make_vendor_doc.main(["--check"]) == 1
    assert capsys.readouterr().out.count("is not as generated") == 1
