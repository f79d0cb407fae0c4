"""Writes each SCORECARD.md from a vendor's declarations, its fixtures and the tests' marks.

python -m scripts.make_scorecard           write them
python -m scripts.make_scorecard --check   fail when one is stale

What a vendor's documents hold is listed by the `Documentation` that its descriptor names. Whatever
no declaration holds stands under [documented] in tests/vendors/NAME/scorecard.toml. To make a row
done, mark the test that shows it (scripts/scorecard.py says how), take what it shows out of
[exempt] in scorecard.toml, should it stand there, and run this.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from typing import Any, Final

from cti_desk.declarations.documentation import Documentation
from scripts.gate import ROOT, write_or_check
from scripts.make_vendor_doc import documented
from scripts.scorecard import Contradiction, make_rows, page, read_claims

SCRIPT: Final = "python -m scripts.make_scorecard"
VENDORS = ROOT / "cti_desk" / "vendors"
TESTS = ROOT / "tests" / "vendors"


def data_of(name: str) -> dict[str, Any]:
    """What is documented beyond the declarations, and what is exempt and why."""
    return tomllib.loads((TESTS / name / "scorecard.toml").read_text("utf-8"))


def fixtures_of(name: str) -> list[str]:
    """The files that hold the examples of a vendor's document."""
    folder = ROOT / "tests" / "vendors" / name / "fixtures"
    return [path.name for path in folder.iterdir()] if folder.exists() else []


def items(name: str, documentation: Documentation) -> Iterator[str]:
    """The names of everything documented, in the scorecard's order."""
    yield from documentation.items(fixtures_of(name))
    for group, names in data_of(name)["documented"].items():
        yield from (f"{group}: {each}" for each in names)


def scorecard(name: str, documentation: Documentation) -> str:
    """The whole page; raise `Contradiction` where an item has no row, or a mark no item."""
    claims = read_claims(ROOT, name)
    rows = make_rows(items(name, documentation), claims, data_of(name)["exempt"])
    return page(documentation.title, rows)


def main(arguments: list[str]) -> int:
    """Write the pages, or compare them; returns the exit code."""
    return max([_write_or_check(*each, arguments) for each in documented()])


def _write_or_check(name: str, documentation: Documentation, arguments: list[str]) -> int:
    try:
        text = scorecard(name, documentation)
    except Contradiction as contradiction:
        print(contradiction)
        return 1
    return write_or_check(VENDORS / name / "SCORECARD.md", text, SCRIPT, arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
