from __future__ import annotations

from pathlib import Path

from scripts.check_sizes import MAX_FUNCTION, long_functions, problems, report, spread


def function(name: str, lines: int) -> str:
    return f"def {name}():\n" + "    pass\n" * (lines - 1)


def test_functions_up_to_the_budget_pass() -> None:
    text = function("fits", MAX_FUNCTION) + "\n\n" + function("sprawls", MAX_FUNCTION + 1)
    assert long_functions(text) == [(MAX_FUNCTION + 3, "sprawls", MAX_FUNCTION + 1)]


def test_long_files_and_functions_are_named(tmp_path: Path) -> None:
    (tmp_path / "cti_desk").mkdir()
    (tmp_path / "cti_desk/long.py").write_text("x = 1\n" * 401)
    (tmp_path / "cti_desk/fits.py").write_text("x = 1\n" * 400)
    (tmp_path / "bench").mkdir()
    (tmp_path / "bench/big.py").write_text(function("big", 61))
    assert problems(tmp_path) == [
        "cti_desk/long.py: 401 lines (at most 400)",
        "bench/big.py:1: big has 61 lines (at most 60)",
    ]


def test_sizes_are_told_as_they_are_spread(tmp_path: Path) -> None:
    (tmp_path / "cti_desk/core").mkdir(parents=True)
    (tmp_path / "cti_desk/core/a.py").write_text(function("a", 3))
    (tmp_path / "cti_desk/core/b.py").write_text(function("b", 11))
    (tmp_path / "cti_desk/empty").mkdir()
    header, core = report(tmp_path)
    assert header.startswith("part")
    assert " ".join(core.split()) == "cti_desk/core 2 3 / 11 / 11 3 / 11 / 11"
    assert spread(list(range(1, 102))) == "51 / 91 / 101"
    assert spread([]) == "0 / 0 / 0"
