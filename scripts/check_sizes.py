"""Gate: files and functions stay small enough to be read in one go."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

from scripts.gate import run, sources

MAX_FUNCTION = 60
MAX_FILE = {"cti_desk": 400, "scripts": 400, "bench": 400, "tests": 500}
"""Lines, by folder."""


def long_functions(text: str) -> list[tuple[int, str, int]]:
    """Return line, name and length of each function above the budget."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > MAX_FUNCTION:
                found.append((node.lineno, node.name, length))
    return found


def problems(root: Path) -> list[str]:
    """Return one line for each file and function above its budget."""
    found = []
    for folder, budget in MAX_FILE.items():
        for path in sources(root, folder):
            text, name = path.read_text(encoding="utf-8"), path.relative_to(root)
            lines = text.count("\n")
            if lines > budget:
                found.append(f"{name}: {lines} lines (at most {budget})")
            found += [
                f"{name}:{line}: {function} has {length} lines (at most {MAX_FUNCTION})"
                for line, function, length in long_functions(text)
            ]
    return found


if __name__ == "__main__":
    sys.exit(run(problems))
