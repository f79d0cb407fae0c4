"""Scorecards: what a vendor's document holds, which test shows it, or the reason why none does.

A test says what it shows, by the names of the items; ``*`` stands for any text::

    @pytest.mark.shows("instantvoice", "return code 3", "event *")

The mark may also stand on one set of parameters. It is read from the source, so its arguments are
plain texts. What no test shows is exempt, by name or pattern, with the reason. A name beats a
pattern; where both are names, or both are patterns, a test and an exemption contradict each other.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

MARK = "shows"


class Claim(NamedTuple):
    """What a test says it shows: an item's name or a pattern, and ``path::test``."""

    what: str
    test: str


class Row(NamedTuple):
    """``state`` is done or exempt; ``why`` the test or the reason."""

    what: str
    state: str
    why: str


class Contradiction(ValueError):
    """What is wrong with the marks, the items or the exemptions; one line each."""


def read_claims(root: Path, vendor: str) -> list[Claim]:
    """The claims of all tests below ``root/tests``; raise `Contradiction` for unreadable ones."""
    found: list[Claim] = []
    for path in sorted((root / "tests").rglob("test_*.py")):
        text = path.read_text("utf-8")
        if f"mark.{MARK}" in text:
            found += _claims_in(ast.parse(text), path.relative_to(root).as_posix(), vendor)
    return found


def make_rows(
    items: Iterable[str], claims: Iterable[Claim], exempt: Mapping[str, str]
) -> list[Row]:
    """One row for each item, in order; raise `Contradiction` where that cannot be."""
    names = list(items)
    known = set(names)
    tests: dict[str, list[str]] = {}
    for claim in claims:
        tests.setdefault(claim.what, []).append(claim.test)
    problems = [f"“{name}” is listed twice" for name in sorted(known) if names.count(name) > 1]
    used: set[str] = set()
    rows: list[Row] = []
    for name in names:
        row = _row(name, known, tests, exempt, used)
        if isinstance(row, str):
            problems.append(row)
        else:
            rows.append(row)
    for what, where in tests.items():
        if not any(_matcher(what, known)(name) for name in names):
            problems.append(f"“{what}” is shown by {where[0]}, but is no item")
    problems += [f"“{what}” is exempt, but needs not be" for what in exempt if what not in used]
    if problems:
        raise Contradiction("\n".join(problems))
    return rows


def page(title: str, rows: list[Row]) -> str:
    """The scorecard: how many of how many, then a line for each row."""
    for cell in (cell for row in rows for cell in row):
        if "|" in cell or "\n" in cell:
            raise Contradiction(f"“{cell}” does not fit into a row")
    done = sum(row.state == "done" for row in rows)
    count = f"{done} of {len(rows)} rows are done; each of the others says why not."
    lines = [f"| {row.what} | {row.state} | {row.why} |" for row in rows]
    return "\n".join([f"# {title}", "", count, "", *lines, ""])


def _row(
    name: str,
    known: set[str],
    tests: Mapping[str, list[str]],
    exempt: Mapping[str, str],
    used: set[str],
) -> Row | str:
    """The row of an item, or what is wrong with it; notes the exemption that was ``used``."""
    for exact in (True, False):
        test = next((tests[what][0] for what in _fitting(name, known, tests, exact)), None)
        reason = next(iter(_fitting(name, known, exempt, exact)), None)
        if test and reason:
            return f"“{name}” is shown by {test} and exempt as “{reason}”: remove one of them"
        if test:
            return Row(name, "done", test)
        if reason:
            used.add(reason)
            return Row(name, "exempt", exempt[reason])
    return f"“{name}” has neither a test that shows it nor a reason why not"


def _fitting(name: str, known: set[str], among: Iterable[str], exact: bool) -> Iterator[str]:
    for what in among:
        if (what == name) if exact else (what not in known and _matcher(what, known)(name)):
            yield what


def _matcher(what: str, known: set[str]) -> Callable[[str], bool]:
    if what in known or "*" not in what:
        return what.__eq__
    pattern = re.compile(".*".join(re.escape(part) for part in what.split("*")))
    return lambda name: pattern.fullmatch(name) is not None


def _claims_in(tree: ast.AST, path: str, vendor: str) -> Iterator[Claim]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for mark in _marks(node.decorator_list):
                where = f"{path}:{mark.lineno}"
                if not node.name.startswith("test"):
                    raise Contradiction(f"{where}: only a test can show something")
                whose, *what = _texts(mark, where)
                if whose == vendor:
                    yield from (Claim(one, f"{path}::{node.name}") for one in what)


def _marks(decorators: Iterable[ast.expr]) -> Iterator[ast.Call]:
    for decorator in decorators:
        for node in ast.walk(decorator):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == f"pytest.mark.{MARK}":
                yield node


def _texts(mark: ast.Call, where: str) -> list[str]:
    texts = [one.value for one in mark.args if isinstance(one, ast.Constant)]
    if mark.keywords or len(texts) != len(mark.args) or len(texts) < 2:
        raise Contradiction(f"{where}: {MARK} takes the vendor and what is shown, as plain texts")
    return [str(text) for text in texts]
