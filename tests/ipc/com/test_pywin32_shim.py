"""What it does is shown by tests/windows/test_com_*.py; here: who may import it, and when."""

from __future__ import annotations

import ast
from pathlib import Path

import cti_desk

PACKAGE = Path(cti_desk.__file__).parent
LIBRARY = ("pythoncom", "pywintypes", "win32")


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return found


def test_no_other_module_imports_pywin32() -> None:
    users = {
        path.name
        for path in PACKAGE.rglob("*.py")
        if any(name.startswith(LIBRARY) for name in imported(path))
    }
    assert users == {"pywin32_shim.py"}


def test_threads_are_chosen_before_com_is_loaded() -> None:
    tree = ast.parse((PACKAGE / "ipc/com/pywin32_shim.py").read_text(encoding="utf-8"))
    lines = [ast.unparse(node) for node in tree.body]
    assert lines.index("vars(sys)['coinit_flags'] = 0") < lines.index("import pythoncom")


def test_it_is_loaded_only_where_com_is() -> None:
    for path in (PACKAGE / "ipc/com").glob("*.py"):
        top = ast.parse(path.read_text(encoding="utf-8")).body
        imports = [node for node in top if isinstance(node, ast.ImportFrom)]
        assert not any(alias.name == "pywin32_shim" for node in imports for alias in node.names), (
            path
        )
