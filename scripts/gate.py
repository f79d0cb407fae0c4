"""What the gates share: where the sources are, and how a gate reports."""

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


def run(problems: Callable[[Path], list[str]], root: Path = ROOT) -> int:
    """Print every problem, one a line, and return the exit status."""
    found = problems(root)
    for problem in found:
        print(problem)
    if found:
        print(f"{len(found)} problem(s)", file=sys.stderr)
    return 1 if found else 0
