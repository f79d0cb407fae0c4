"""Gate: files and functions stay small enough to be read in one go; prints how they are spread."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

from scripts.gate import ROOT, run, sources

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


def lengths(text: str) -> list[int]:
    """Return how many lines each function has."""
    functions = ast.FunctionDef | ast.AsyncFunctionDef
    return [
        (node.end_lineno or node.lineno) - node.lineno + 1
        for node in ast.walk(ast.parse(text))
        if isinstance(node, functions)
    ]


def spread(numbers: list[int]) -> str:
    """Median, ninetieth percentile and maximum."""
    ordered = sorted(numbers) or [0]
    last = len(ordered) - 1
    return f"{ordered[last // 2]} / {ordered[round(last * 0.9)]} / {ordered[-1]}"


def report(root: Path) -> list[str]:
    """Return one line for each part: files, and the sizes of files and functions."""
    lines = [f"{'part':32} files  file med / p90 / max  function med / p90 / max"]
    parts = sorted(path for path in (root / "cti_desk").iterdir() if path.is_dir())
    for part in [*parts, root / "tests"]:
        texts = [
            path.read_text("utf-8") for path in sources(root, part.relative_to(root).as_posix())
        ]
        if not texts:
            continue
        files = spread([text.count("\n") for text in texts])
        functions = spread([length for text in texts for length in lengths(text)])
        lines.append(f"{part.relative_to(root)!s:32} {len(texts):5}  {files:20}  {functions}")
    return lines


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
    print("\n".join(report(ROOT)))
    sys.exit(run(problems))
