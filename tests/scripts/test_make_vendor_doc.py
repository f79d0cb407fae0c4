from __future__ import annotations

from pathlib import Path

import pytest

from cti_desk.vendors.instantvoice.messages.codes import SENTENCES
from cti_desk.vendors.instantvoice.methods import METHODS
from scripts import make_vendor_doc


def test_the_page_is_as_generated() -> None:
    assert make_vendor_doc.main(["--check"]) == 0


def test_a_stale_page_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(make_vendor_doc, "PAGE", tmp_path / "instantvoice.md")
    assert make_vendor_doc.main(["--check"]) == 1
    assert "is not as generated" in capsys.readouterr().out
    assert make_vendor_doc.main([]) == 0
    assert make_vendor_doc.main(["--check"]) == 0


def test_every_method_argument_and_code_is_there() -> None:
    page = make_vendor_doc.page()
    for name, method in METHODS.items():
        _, _, details = page.partition(f"\n### {name}\n")
        details = details.partition("\n##")[0]
        for argument in method.arguments:
            assert f"| `{argument.name}` |" in details, (name, argument.name)
    for code in SENTENCES:
        assert f"\n| {code} |" in page
    assert "| `lines[].linenumber` |" in page


def test_how_values_are_told() -> None:
    page = make_vendor_doc.page()
    assert "whole number, 0 to 299 | `30` |" in page
    assert "| `ruleid` | `Ruleid` | – |" in page
    assert "| `user` | `Agent` or `User` | `User` |" in page
    assert "whole number, from 0, or `yes`, `no`" in page
    assert "| `lines` of `line1`, `line2` … |" in page


def test_how_answers_are_told() -> None:
    page = make_vendor_doc.page()
    assert "| `id` | `id`, whole number | `agents_id`, whole number |" in page
    assert "| `agentstatus` | `agentstatus`, text | – |" in page
    assert "| `user` | `user`, text with the accountcode before it | `user`, text |" in page
    assert "| `sl_w1_a1` | `sl_w1_a1`, whole number or null | – |" in page
