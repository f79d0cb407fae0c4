from __future__ import annotations

from pathlib import Path

import pytest

from scripts.check_words import problems


@pytest.mark.parametrize(
    "line", ["# He dials.", "def test_each_knows_his_call(): ...", "by herself"]
)
def test_somebody_who_is_he_or_she_is_told(tmp_path: Path, line: str) -> None:
    (tmp_path / "a.py").write_text(f"\n{line}\n")
    assert [each.split(": ")[0] for each in problems(tmp_path)] == ["a.py:2"]


def test_they_and_words_that_only_contain_it_pass(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("# they dial: there, this, history, cipher, where, The")
    assert problems(tmp_path) == []
