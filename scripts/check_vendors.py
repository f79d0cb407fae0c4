"""Gate: every telephone system's folder has the same anatomy.

A folder below ``cti_desk/vendors/`` has the parts of `PARTS` and no file beside them. Its
``__init__.py`` ends with the descriptor, ``VENDOR``. ``messages/``, ``methods/`` and ``live/`` are
pure: they open no connection, start no task, and import neither ``client/`` nor ``simulator/``.
``pyproject.toml`` names the descriptor as an entry point.

docs/adding-a-telephone-system.md says what belongs into which part.
"""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from scripts.gate import run, sources

VENDORS: Final = Path("cti_desk", "vendors")
PURE: Final = ("messages", "methods", "live")
PARTS: Final = (
    "__init__.py",
    "SCORECARD.md",
    "capabilities.py",
    "client/__init__.py",
    "connection_test.py",
    "live/__init__.py",
    "messages/__init__.py",
    "methods/__init__.py",
    "performer.py",
    "settings.py",
    "simulator/__init__.py",
    "switch.py",
)
IMPURE: Final = frozenset(
    {"asyncio", "httpx", "slixmpp", "socket", "ssl", "stomp", "subprocess", "threading", "zeep"}
)

EXCEPTIONS: dict[str, str] = {
    "cti_desk/vendors/instantvoice/posted_settings.py": "the fields of posted events, in settings",
}
"""Path of a file, or ``path: import`` -> the reason why it may be there."""


def problems(root: Path, exceptions: Mapping[str, str] = EXCEPTIONS) -> list[str]:
    """Return one line for each thing that is not where it belongs, and each needless exception."""
    found = dict(_found(root))
    told = [words for what, words in found.items() if what not in exceptions]
    needless = [f"{what}: is an exception, but needs not be" for what in exceptions]
    return told + [
        line for what, line in zip(exceptions, needless, strict=True) if what not in found
    ]


def _found(root: Path) -> Iterator[tuple[str, str]]:
    """What is wrong, by what an exception would name."""
    pyproject = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    points = pyproject["project"]["entry-points"]["cti_desk.vendors"]
    for folder in sorted((root / VENDORS).iterdir()):
        if (folder / "__init__.py").exists():
            yield from _anatomy(folder, root)
            yield from _purity(folder, root)
            wanted = f"{'.'.join(folder.relative_to(root).parts)}:VENDOR"
            if points.get(folder.name) != wanted:
                words = f"pyproject.toml: has no entry point {folder.name} = {wanted!r}"
                yield f"pyproject.toml: {folder.name}", words


def _anatomy(folder: Path, root: Path) -> Iterator[tuple[str, str]]:
    there = {
        path.relative_to(folder).as_posix()
        for path in (*folder.glob("*.*"), *folder.glob("*/__init__.py"))
    }
    for part in PARTS:
        if part not in there:
            where = (folder / part).relative_to(root).as_posix()
            yield where, f"{where}: is missing"
    for part in sorted(there - set(PARTS)):
        where = (folder / part).relative_to(root).as_posix()
        yield where, f"{where}: belongs into one of the folder's parts"
    entry = folder / "__init__.py"
    if not _ends_with_the_descriptor(ast.parse(entry.read_text("utf-8"))):
        where = entry.relative_to(root).as_posix()
        yield where, f"{where}: does not end with VENDOR = Vendor(…)"


def _ends_with_the_descriptor(tree: ast.Module) -> bool:
    match tree.body[-1:]:
        case [ast.AnnAssign(target=ast.Name(id="VENDOR"))]:
            return True
        case [ast.Assign(targets=[ast.Name(id="VENDOR")])]:
            return True
    return False


def _purity(folder: Path, root: Path) -> Iterator[tuple[str, str]]:
    own = ".".join(folder.relative_to(root).parts)
    for part in PURE:
        for path in sources(folder, part):
            where = path.relative_to(root).as_posix()
            for module in sorted(set(_imports(ast.parse(path.read_text("utf-8"))))):
                outside = module.startswith((f"{own}.client", f"{own}.simulator"))
                if outside or module.partition(".")[0] in IMPURE:
                    what = f"{where}: {module}"
                    yield what, f"{where}: imports {module}, but {part}/ is pure"


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


if __name__ == "__main__":
    sys.exit(run(problems))
