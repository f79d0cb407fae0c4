"""Gate: the repository refers only to what is in it.

* A relative link in a Markdown page leads to a file, and to a heading where it has a fragment.
* ``docs/NAME.md §N`` in any file leads to a section with that number.
* A page of docs/ that any file names exists.
* A source file that a page names exists, and so does the function in ``file.py:function``. A name
  without a folder may be that of any source file.
  Decisions (docs/decisions/) are history: they may name what is gone.
* No file names papers that only the authors have.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from scripts.gate import run

FOLDERS: Final = (".ci", "bench", "cti_desk", "docs", "installer", "resources", "scripts", "tests")
SUFFIXES: Final = {"", ".md", ".py", ".pyi", ".sh", ".toml", ".txt", ".xsd", ".yml"}
ITSELF: Final = {"scripts/check_references.py", "tests/scripts/test_check_references.py"}

FOREIGN: Final = re.compile(
    r"fact sheet|\b(?:CONTRACTS|DESIGN|FACTS|STYLE) §|\bthe design\b"
    r"|(?<!ejabberd )\bissue #?\d+"
)
SECTION: Final = re.compile(r"(docs/[\w/.-]+\.md) §(\d+\w?(?:\.\d+)*)")
PAGE: Final = re.compile(r"\bdocs/[\w/-]+(?:\.in)?\.md\b")
LINK: Final = re.compile(r"\]\(([^)\s]+)\)")
SOURCE: Final = re.compile(r"`([\w./-]+\.py)(?::([\w.]+))?`")
HEADING: Final = re.compile(r"^#+ +(.+?)\s*$", re.MULTILINE)
NUMBERED: Final = re.compile(r"^#+ +(\d+\w?(?:\.\d+)*)\.? ", re.MULTILINE)
FENCE: Final = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
HISTORY: Final = "docs/decisions/"
EXAMPLES: Final = {"cti_desk/a/b.py", "tests/a/test_b.py"}
"""Names that stand for any name."""

ANY_VENDOR: Final = re.compile(r"docs/(?:NAME|acme\w*)(?:\.in)?\.md")
"""The page of a vendor that stands for any vendor."""


def problems(root: Path) -> list[str]:
    """Return one line for each reference that leads nowhere."""
    found = []
    for path in texts(root):
        name = path.relative_to(root).as_posix()
        text = path.read_text("utf-8")
        wrong = list(_sections(root, text))
        if name not in ITSELF:
            wrong += [f"“{word}” is not in the repository" for word in FOREIGN.findall(text)]
            wrong += _pages(root, text)
        if path.suffix == ".md":
            prose = FENCE.sub("", text)
            wrong += _links(path, prose)
            if not name.startswith(HISTORY):
                wrong += _sources(root, prose)
        found += [f"{name}: {each}" for each in dict.fromkeys(wrong)]
    return found


def slug(heading: str) -> str:
    """The fragment of a heading, as GitHub makes it."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "")
    return re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")


def texts(root: Path) -> Iterator[Path]:
    """Yield the text files of the project, in order."""
    yield from sorted(path for path in root.glob("[!.]*") if path.is_file() and _is_text(path))
    for folder in FOLDERS:
        yield from sorted(p for p in (root / folder).rglob("*") if p.is_file() and _is_text(p))


def _is_text(path: Path) -> bool:
    return path.suffix in SUFFIXES and "__pycache__" not in path.parts


def _sections(root: Path, text: str) -> Iterator[str]:
    for page, number in SECTION.findall(text):
        file = root / page
        if file.is_file() and number not in NUMBERED.findall(file.read_text("utf-8")):
            yield f"{page} has no section {number}"


def _pages(root: Path, text: str) -> Iterator[str]:
    for page in PAGE.findall(text):
        if not ANY_VENDOR.fullmatch(page) and not (root / page).is_file():
            yield f"there is no {page}"


def _links(path: Path, text: str) -> Iterator[str]:
    for target in LINK.findall(text):
        if re.match(r"[a-z]+:", target):
            continue
        place, _, fragment = target.partition("#")
        file = path.parent / place if place else path
        if not file.exists():
            yield f"the link {target} leads nowhere"
        elif fragment and fragment not in map(slug, HEADING.findall(file.read_text("utf-8"))):
            yield f"the link {target} leads to no heading"


def _sources(root: Path, text: str) -> Iterator[str]:
    for place, function in SOURCE.findall(text):
        if place in EXAMPLES:
            continue
        file = _find(root, place)
        if file is None:
            yield f"there is no {place}"
        elif function and function not in _defined(file):
            yield f"{place} has no {function}"


def _find(root: Path, place: str) -> Path | None:
    package = root / "cti_desk"
    found = [base / place for base in (package, root) if (base / place).is_file()]
    if not found and "/" not in place:
        found = sorted(package.rglob(place))
    return found[0] if found else None


@cache
def _defined(file: Path) -> frozenset[str]:
    """The functions, classes and methods of a file: ``name`` and ``Class.name``."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ClassDef):
            found.add(node.name)
            found |= {
                f"{node.name}.{each.name}"
                for each in node.body
                if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
            }
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.add(node.name)
    return frozenset(found)


if __name__ == "__main__":
    sys.exit(run(problems))
