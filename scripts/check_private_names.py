"""Gate: tests use what is public. The number of places that do not is printed, and never grows.

A private name is an attribute with one leading underscore of anything but ``self`` and ``cls``, or
a name imported so from our own code.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from scripts.gate import ROOT, sources

MOST: Final = 240


def is_private(name: str) -> bool:
    """Whether a name has one leading underscore."""
    return name.startswith("_") and not name.startswith("__") and name != "_"


def private_names(tree: ast.AST) -> Iterator[str]:
    """Yield the private names that a test reaches into."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and is_private(node.attr):
            if not (isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")):
                yield node.attr
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("cti_desk"):
            yield from (one.name for one in node.names if is_private(one.name))


def counted(root: Path) -> Counter[str]:
    """How many private names each test file reaches into."""
    found: Counter[str] = Counter()
    for path in sources(root, "tests"):
        names = list(private_names(ast.parse(path.read_text("utf-8"))))
        if names:
            found[path.relative_to(root).as_posix()] = len(names)
    return found


def main(root: Path = ROOT, most: int = MOST) -> int:
    """Print the count, and the files if it has grown; return the exit status."""
    found = counted(root)
    total = sum(found.values())
    print(f"tests reach into {total} private names (at most {most})")
    if total > most:
        for name, count in found.most_common():
            print(f"{count:4d} {name}")
        return 1
    if total < most:
        print(f"Fewer than before: set MOST to {total} in scripts/check_private_names.py.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
