from __future__ import annotations

from pathlib import Path

from scripts.check_windows_pins import pins, problems

PROJECT = """
[project]
dependencies = ["Some.Lib>=1,<2", "other_lib", "jeepney>=0.8; sys_platform == 'linux'"]
[project.optional-dependencies]
simulator = ["Third>=1"]
"""


def write(root: Path, ours: str, theirs: str) -> None:
    (root / "installer/windows").mkdir(parents=True)
    (root / "pyproject.toml").write_text(PROJECT)
    (root / "constraints.txt").write_text(ours)
    (root / "installer/windows/constraints.txt").write_text(theirs)


def test_names_are_the_same_however_they_are_written() -> None:
    assert pins("# why\nSome_Lib==1.2\nother==3 # here\n\n") == {"some-lib": "1.2", "other": "3"}


def test_another_version_and_a_missing_library_are_named(tmp_path: Path) -> None:
    ours = "some-lib==1.2\nother-lib==2\nthird==3\nPySide6_Essentials==6.11.3\n"
    write(tmp_path, ours, "Some_Lib==1.2\nother-lib==1\nPySide6-Essentials==6.4.3\n")
    assert problems(tmp_path) == [
        "installer/windows/constraints.txt: other-lib is 1, elsewhere 2",
        "installer/windows/constraints.txt: third is missing",
    ]


def test_all_is_well(tmp_path: Path) -> None:
    lines = "some-lib==1.2\nother-lib==2\nthird==3\n"
    write(tmp_path, lines, lines + "only-there==1\n")
    assert problems(tmp_path) == []
