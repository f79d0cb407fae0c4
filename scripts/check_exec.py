"""Gate: nothing waits for a dialog or a menu.

``exec()`` of a dialog or menu starts a second event loop inside the first: under qasync it freezes
asyncio tasks, the link to the telephone system among them. The static helpers of QMessageBox and
its like do the same inside. Use ``open()``, ``popup()`` or ``show()``.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

from scripts.gate import run, sources

ALLOWED: dict[str, str] = {}
"""``path: receiver`` (``cti_desk/desk/launch.py: app``) -> why that call blocks nothing."""

EXEC = {"exec", "exec_"}
MODAL_HELPERS = {
    "QMessageBox": {"about", "aboutQt", "critical", "information", "question", "warning"},
    "QInputDialog": {"getDouble", "getInt", "getItem", "getMultiLineText", "getText"},
    "QFileDialog": {
        "getExistingDirectory",
        "getOpenFileName",
        "getOpenFileNames",
        "getOpenFileUrl",
        "getSaveFileName",
        "getSaveFileUrl",
    },
    "QColorDialog": {"getColor"},
    "QFontDialog": {"getFont"},
}


def blocking_calls(tree: ast.AST) -> list[tuple[int, str, str]]:
    """Return line, receiver and method of each call that would run a loop of its own."""
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute):
            continue
        receiver = ast.unparse(node.value)
        helpers = MODAL_HELPERS.get(receiver.rpartition(".")[2], set())
        if node.attr in EXEC or node.attr in helpers:
            found.append((node.lineno, receiver, node.attr))
    return found


def problems(root: Path, allowed: dict[str, str] = ALLOWED) -> list[str]:
    """Return one line for each blocking call that is not allowed."""
    found = []
    for path in sources(root, "cti_desk"):
        source = path.relative_to(root).as_posix()
        for line, receiver, method in blocking_calls(ast.parse(path.read_text(encoding="utf-8"))):
            if f"{source}: {receiver}" not in allowed:
                found.append(
                    f"{source}:{line}: {receiver}.{method} waits in a loop of its own; "
                    "use open(), popup() or show()"
                )
    return found


if __name__ == "__main__":
    sys.exit(run(problems))
