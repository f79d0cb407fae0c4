from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from cti_desk.installation.registry import installed_vendors
from cti_desk.settings.loading import load
from scripts import make_settings_doc


def test_the_page_is_as_generated() -> None:
    assert make_settings_doc.main(["--check"]) == 0


def test_a_stale_page_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(make_settings_doc, "PAGE", tmp_path / "settings.md")
    assert make_settings_doc.main(["--check"]) == 1
    assert "is not as generated" in capsys.readouterr().out
    assert make_settings_doc.main([]) == 0
    assert make_settings_doc.main(["--check"]) == 0


def test_its_example_is_good(tmp_path: Path) -> None:
    example = make_settings_doc.page().partition("```toml\n")[2].partition("```")[0]
    file = tmp_path / "settings.toml"
    file.write_text(example, encoding="utf-8")
    profile = load(file, installed_vendors()).profile
    assert profile is not None
    assert profile.settings["hosts"] == tomllib.loads(example)["profiles"]["office"]["hosts"]
