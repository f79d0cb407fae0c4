"""Writes InstantVoice's SCORECARD.md from its declarations, its fixtures and the tests' marks.

python scripts/make_scorecard.py           write it
python scripts/make_scorecard.py --check   fail when it is stale

What the manual documents is listed here: the declared methods on each transport, the examples kept
in tests/vendors/instantvoice/fixtures (``SECTION.KIND.json`` or ``.xml``), codes, events and hangup
reasons as declared; whatever no declaration holds, under [documented] in scorecard.toml beside
the fixtures. To make a row done, mark the test that shows it (scripts/scorecard.py says how) and
take what it shows out of [exempt] in scorecard.toml, should it stand there; then run this.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cti_desk.vendors.instantvoice.messages.codes import SENTENCES, SUCCESS
from cti_desk.vendors.instantvoice.messages.events import (
    AGENT_TYPES,
    CALL_TYPES,
    HANGUP_REASONS,
    Event,
)
from cti_desk.vendors.instantvoice.methods import METHODS
from scripts.gate import ROOT, write_or_check
from scripts.scorecard import Contradiction, make_rows, page, read_claims

VENDOR = "instantvoice"
PAGE = ROOT / "cti_desk" / "vendors" / VENDOR / "SCORECARD.md"
FIXTURES = ROOT / "tests" / "vendors" / VENDOR / "fixtures"
DATA = FIXTURES.parent / "scorecard.toml"
TITLE = "InstantVoice: what its manual documents, and what of it is done"

_TRAY = ("StartTray", "StopTray", "PollEvents")
COM_METHODS = frozenset(_TRAY) | {
    "AgentLogin",
    "AgentLogoff",
    "AgentPause",
    "AgentUnpause",
    "BlindTransfer",
    "NewCall",
    "Hangup",
}
"""What IVClient offers by the manual; the desk's ``ivclient.*`` has more."""


def scorecard(data: Mapping[str, Any]) -> str:
    """The whole page; raise `Contradiction` where an item has no row, or a mark no item."""
    claims = read_claims(ROOT, VENDOR)
    return page(TITLE, make_rows(items(data["documented"], FIXTURES), claims, data["exempt"]))


def items(documented: Mapping[str, list[str]], fixtures: Path) -> Iterator[str]:
    """The names of everything documented, in the scorecard's order."""
    for transport in ("STOMP", "SOAP"):
        yield from (f"method {name} over {transport}" for name in METHODS)
    yield from (f"method {name} over COM" for name in (*_TRAY, *METHODS) if name in COM_METHODS)
    yield from _examples(fixtures)
    yield from (f"event {kind}" for kind in sorted(CALL_TYPES) + sorted(AGENT_TYPES))
    yield from (f"event field {field}" for field in Event().fields())
    yield from (f"hangup reason {reason}" for reason in sorted(HANGUP_REASONS))
    yield from (f"return code {code}" for code in (SUCCESS, *SENTENCES))
    for group, names in documented.items():
        yield from (f"{group}: {name}" for name in names)


def main(arguments: list[str]) -> int:
    """Write the page, or compare it; returns the exit code."""
    try:
        text = scorecard(tomllib.loads(DATA.read_text("utf-8")))
    except Contradiction as contradiction:
        print(contradiction)
        return 1
    return write_or_check(PAGE, text, "scripts/make_scorecard.py", arguments)


def _examples(fixtures: Path) -> Iterator[str]:
    order = {name: place for place, name in enumerate(METHODS)}
    found = []
    for path in fixtures.iterdir():
        section, kind, form = path.name.split(".")
        found.append((form, order.get(section, len(order)), section, kind))
    for form, _, section, kind in sorted(found):
        yield f"{form.upper()} {kind} example of {section}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
