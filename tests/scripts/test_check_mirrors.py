from __future__ import annotations

from pathlib import Path

import pytest

from scripts.check_mirrors import mirror, problems


@pytest.mark.parametrize(
    ("source", "test"),
    [
        ("cti_desk/cli.py", "tests/test_cli.py"),
        ("cti_desk/core/link.py", "tests/core/test_link.py"),
        ("cti_desk/ipc/_wire.py", "tests/ipc/test_wire.py"),
        ("scripts/gate.py", "tests/scripts/test_gate.py"),
    ],
)
def test_where_a_test_belongs(source: str, test: str) -> None:
    assert mirror(Path(source)) == Path(test)


def write(root: Path, name: str, text: str = "") -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text)


def test_a_file_without_a_test_is_named(tmp_path: Path) -> None:
    write(tmp_path, "cti_desk/__init__.py")
    write(tmp_path, "cti_desk/a/tested.py")
    write(tmp_path, "tests/a/test_tested.py", "class TestIt:\n    async def test_it(self): ...\n")
    write(tmp_path, "cti_desk/a/bare.py")
    write(tmp_path, "cti_desk/a/hollow.py")
    write(tmp_path, "tests/a/test_hollow.py", "import os\n")
    assert problems(tmp_path, {}) == [
        "cti_desk/a/bare.py: has no tests/a/test_bare.py",
        "tests/a/test_hollow.py: contains no test",
    ]


def test_exemptions_must_be_needed(tmp_path: Path) -> None:
    write(tmp_path, "cti_desk/typing_only.py")
    write(tmp_path, "cti_desk/tested.py")
    write(tmp_path, "tests/test_tested.py", "def test_it(): ...\n")
    reasons = dict.fromkeys(
        ("cti_desk/typing_only.py", "cti_desk/tested.py", "cti_desk/gone.py"), "because"
    )
    assert problems(tmp_path, reasons) == [
        "cti_desk/tested.py: has a test, so its exemption can go",
        "cti_desk/gone.py: is exempt, but does not exist",
    ]
