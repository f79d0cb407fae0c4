from __future__ import annotations

from pathlib import Path

import pytest

from scripts.gate import run, sources, write_or_check


def test_sources_are_python_files_in_order_without_caches(tmp_path: Path) -> None:
    for name in ("a/z.py", "a/b/c.py", "a/__pycache__/x.py", "a/readme.md", "other/d.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    names = [path.relative_to(tmp_path).as_posix() for path in sources(tmp_path, "a")]
    assert names == ["a/b/c.py", "a/z.py"]


def test_a_gate_prints_its_problems_and_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(lambda root: []) == 0
    assert run(lambda root: ["a.py: bad", "b.py: worse"]) == 1
    assert capsys.readouterr().out == "a.py: bad\nb.py: worse\n"


def test_a_generated_page_is_written_or_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.md"
    assert write_or_check(page, "ção\n", "make.py", ["--check"]) == 1
    assert capsys.readouterr().out == "page.md is not as generated. Run make.py.\n"
    assert write_or_check(page, "ção\n", "make.py", []) == 0
    assert write_or_check(page, "ção\n", "make.py", ["--check"]) == 0
    assert write_or_check(page, "other\n", "make.py", ["--check"]) == 1
