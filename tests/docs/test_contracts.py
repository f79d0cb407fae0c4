"""What docs/contracts.md promises is what the program has."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import msgspec

from cti_desk.api.wire import Notification, WireSnapshot
from cti_desk.core.errors import BY_RPC_CODE
from cti_desk.core.events import EventType
from cti_desk.core.explanation import Explanation
from cti_desk.core.reports import Accepted
from cti_desk.core.screen_pop import TRIGGERS
from cti_desk.simulator.faults import KINDS
from cti_desk.simulator.verbs import VERBS

PAGE = (Path(__file__).parents[2] / "docs/contracts.md").read_text("utf-8")
SNAPSHOT, EVENT = re.findall(r"^```json\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def names(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def between(start: str, end: str) -> str:
    return PAGE[PAGE.index(start) : PAGE.index(end, PAGE.index(start))]


def test_the_snapshot_shown_has_every_member_and_no_other() -> None:
    shown: Any = json.loads(SNAPSHOT)
    assert json.loads(msgspec.json.encode(msgspec.convert(shown, WireSnapshot))) == shown


def test_the_event_shown_is_one() -> None:
    shown: Any = json.loads(EVENT)
    event = msgspec.convert(shown, Notification).params
    assert set(shown["params"]) == set(msgspec.to_builtins(event))


def test_every_event_is_listed() -> None:
    listed = re.findall(
        r"\b[A-Z][a-z]+(?:[A-Z][a-z]+)*\b", between("* The events:", "is always followed")
    )
    assert set(EventType) <= set(listed)


def test_the_exit_codes_are_those_of_the_errors() -> None:
    rows = re.findall(r"^\| (\d) \| −(\d+) \|", PAGE, re.MULTILINE)
    codes = {kind.exit_code: kind.rpc_code for kind in BY_RPC_CODE.values()}
    assert {int(code): -int(rpc) for code, rpc in rows} == codes


def test_results_are_shown_whole() -> None:
    for struct in (Accepted, Explanation):
        start = {"Accepted": "* The result is", "Explanation": "* `cti-desk explain"}[
            struct.__name__
        ]
        assert set(struct.__struct_fields__) <= names(PAGE[PAGE.index(start) :][:400])


def test_the_moments_of_a_page_are_listed() -> None:
    assert f"`{' '.join(TRIGGERS)}`" in PAGE.replace("\n ", "")


def test_the_control_api_is_listed() -> None:
    section = between("The control API", "## 6.")
    assert set(VERBS) <= names(section)
    assert set(KINDS) <= names(section)
