"""What the gates share: where the sources are, how a gate reports, what is generated."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]


def sources(root: Path, *folders: str) -> Iterator[Path]:
    """Yield the Python files below the folders, in order, without caches."""
    for folder in folders:
        for path in sorted((root / folder).rglob("*.py")):
            if "__pycache__" not in path.parts:
                yield path


def write_or_check(page: Path, text: str, script: str, arguments: list[str]) -> int:
    """Write what ``script`` generates, or with ``--check`` compare it; return the exit status."""
    if "--check" not in arguments:
        page.write_text(text, "utf-8")
        return 0
    if page.exists() and page.read_text("utf-8") == text:
        return 0
    print(f"{page.name} is not as generated. Run {script}.")
    return 1


def run(problems: Callable[[Path], list[str]], root: Path = ROOT) -> int:
    """Print every problem, one a line, and return the exit status."""
    found = problems(root)
    for problem in found:
        print(problem)
    if found:
        print(f"{len(found)} problem(s)", file=sys.stderr)
    return 1 if found else 0
