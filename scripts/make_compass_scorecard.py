"""Writes Compass's SCORECARD.md from its declarations, its fixtures and the tests' marks.

python -m scripts.make_compass_scorecard           write it
python -m scripts.make_compass_scorecard --check   fail when it is stale

Listed are the REST calls in each version, the files, the requests, filters and notifications of
XMPP, the kinds of callpoints, and the manual's examples kept in tests/vendors/compass/fixtures, all
as declared; whatever no declaration holds, under [documented] in scorecard.toml beside the
fixtures. To make a row done, mark the test that shows it (scripts/scorecard.py says how) and take
what it shows out of [exempt] in scorecard.toml, should it stand there; then run this.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from cti_desk.vendors.compass.messages import callpoints, notifications, requests
from cti_desk.vendors.compass.methods import ENDPOINTS
from cti_desk.vendors.compass.methods.files import DOWNLOADS
from cti_desk.vendors.compass.methods.generic import GENERIC
from scripts.gate import ROOT, write_or_check
from scripts.scorecard import Contradiction, make_rows, page, read_claims

VENDOR = "compass"
PAGE = ROOT / "cti_desk" / "vendors" / VENDOR / "SCORECARD.md"
FIXTURES = ROOT / "tests" / "vendors" / VENDOR / "fixtures"
DATA = FIXTURES.parent / "scorecard.toml"
TITLE = "Iperity Compass: what its documents hold, and what of it is done"


def scorecard(data: Mapping[str, Any]) -> str:
    """The whole page; raise `Contradiction` where an item has no row, or a mark no item."""
    claims = read_claims(ROOT, VENDOR)
    return page(TITLE, make_rows(items(data["documented"], FIXTURES), claims, data["exempt"]))


def items(documented: Mapping[str, list[str]], fixtures: Path) -> Iterator[str]:
    """The names of everything documented, in the scorecard's order."""
    for endpoint in ENDPOINTS.values():
        for version in endpoint.versions:
            yield f"{endpoint.verb} {endpoint.path} in version {version}"
    for download in DOWNLOADS:
        yield from (f"file {download.name} {which}" for which in download.columns)
    yield from (f"any call by {generic.method.name}" for generic in GENERIC)
    for kind in (requests.GET_COMPANY, requests.GET, requests.ACTION):
        yield f"request {kind}"
    yield from (f"filter {kind}" for kind in get_args(requests.FilterType))
    yield from (f"notification {kind.TYPE}" for kind in _declared(notifications.Notification))
    yield from (f"callpoint {kind.TYPE}" for kind in _declared(callpoints.Callpoint))
    for path in sorted(fixtures.iterdir()):
        yield f"example {path.name}"
    for group, names in documented.items():
        yield from (f"{group}: {name}" for name in names)


def main(arguments: list[str]) -> int:
    """Write the page, or compare it; returns the exit code."""
    try:
        text = scorecard(tomllib.loads(DATA.read_text("utf-8")))
    except Contradiction as contradiction:
        print(contradiction)
        return 1
    return write_or_check(PAGE, text, "python -m scripts.make_compass_scorecard", arguments)


def _declared(base: type[Any]) -> list[type[Any]]:
    """The kinds that the wire names, in the order of their declaration."""
    return [kind for kind in base.__subclasses__() if kind.TYPE]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
