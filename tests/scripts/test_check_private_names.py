"""Tests use what is public; the places that do not are counted."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from scripts.check_private_names import MOST, counted, main, private_names
from scripts.gate import ROOT


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("desk._strip.show()", ["_strip"]),
        ("desk._a._b = 1", ["_b", "_a"]),
        ("self._strip, cls._made, desk.__dict__, _, desk.strip", []),
        ("from cti_desk.core.link import decide, _secret", ["_secret"]),
        ("from ssl import _create_unverified_context", []),
    ],
)
def test_what_counts_as_private(code: str, names: list[str]) -> None:
    assert list(private_names(ast.parse(code))) == names


def test_more_than_before_fails_and_names_the_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_a.py").write_text("a._b\na._c\n")
    (tmp_path / "tests/test_b.py").write_text("a.b\n")
    assert dict(counted(tmp_path)) == {"tests/test_a.py": 2}
    assert main(tmp_path, most=1) == 1
    assert "2 tests/test_a.py" in capsys.readouterr().out
    assert main(tmp_path, most=2) == 0
    assert main(tmp_path, most=3) == 0
    assert "Fewer than before" in capsys.readouterr().out


def test_the_count_never_grows() -> None:
    assert main(ROOT, MOST) == 0
