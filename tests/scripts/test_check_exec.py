from __future__ import annotations

import ast
from pathlib import Path

import pytest

from scripts.check_exec import blocking_calls, problems


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("dialog.exec()", [(1, "dialog", "exec")]),
        ("self.menu.exec_(pos)", [(1, "self.menu", "exec_")]),
        ("QMessageBox.question(None, 'a', 'b')", [(1, "QMessageBox", "question")]),
        ("QtWidgets.QInputDialog.getText(None)", [(1, "QtWidgets.QInputDialog", "getText")]),
        ("later(dialog.exec)", [(1, "dialog", "exec")]),
        ("dialog.open()\nmenu.popup(pos)\nlog.warning('x')\ndictionary.getText()", []),
        ("executor.execute()", []),
    ],
)
def test_what_waits_in_a_loop_of_its_own(code: str, found: list[tuple[int, str, str]]) -> None:
    assert blocking_calls(ast.parse(code)) == found


def test_only_the_allowed_call_passes(tmp_path: Path) -> None:
    source = tmp_path / "cti_desk/app.py"
    source.parent.mkdir()
    source.write_text("app.exec()\ndialog.exec()\n")
    assert problems(tmp_path, {"cti_desk/app.py: app": "the only loop"}) == [
        "cti_desk/app.py:2: dialog.exec waits in a loop of its own; use open(), popup() or show()"
    ]
