"""Gate: every source file has its test at the mirrored path, with at least one test in it.

``cti_desk/a/b.py`` is tested by ``tests/a/test_b.py``, ``scripts/c.py`` by
``tests/scripts/test_c.py``. ``__init__.py`` is exempt.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

from scripts.gate import run, sources

EXEMPT: dict[str, str] = {
    "cti_desk/api/pipe_transport.py": "runs on Windows only: tests/windows/test_pipe.py",
    "cti_desk/api/windows_user.py": "runs on Windows only: tests/windows/test_pipe.py",
    "cti_desk/system/windows_autostart.py": "runs on Windows only: tests/windows/test_system.py",
    "cti_desk/system/windows_addresses.py": "runs on Windows only: tests/windows/test_system.py",
}
"""Path of a source file -> the reason why no test of its own can exist."""


def mirror(source: Path) -> Path:
    """Return where the test of a source file belongs; both relative to the root."""
    folders = source.parts[1:-1] if source.parts[0] == "cti_desk" else source.parts[:-1]
    return Path("tests", *folders, f"test_{source.stem.lstrip('_')}.py")


def has_tests(path: Path) -> bool:
    """Whether the file defines a test, in a class or not."""
    return any(
        isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    )


def problems(root: Path, exempt: dict[str, str] = EXEMPT) -> list[str]:
    """Return one line for each source file without its test, and each needless exemption."""
    found = []
    for path in sources(root, "cti_desk", "scripts"):
        source = path.relative_to(root)
        test = root / mirror(source)
        if source.name == "__init__.py":
            continue
        if source.as_posix() in exempt:
            if test.exists():
                found.append(f"{source}: has a test, so its exemption can go")
        elif not test.exists():
            found.append(f"{source}: has no {mirror(source)}")
        elif not has_tests(test):
            found.append(f"{mirror(source)}: contains no test")
    found += [
        f"{name}: is exempt, but does not exist" for name in exempt if not (root / name).exists()
    ]
    return found


if __name__ == "__main__":
    sys.exit(run(problems))
