"""The scorecard says nothing that is not so: its tests exist, and its methods are all there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from cti_desk.vendors.instantvoice.codes import SENTENCES
from cti_desk.vendors.instantvoice.events import AGENT_TYPES, CALL_TYPES, HANGUP_REASONS
from cti_desk.vendors.instantvoice.methods import METHODS
from tests.support.instantvoice_manual import BROKEN, FIXTURES

ROOT = Path(__file__).parents[3]
SCORECARD = ROOT / "cti_desk" / "vendors" / "instantvoice" / "SCORECARD.md"

DOCUMENTED_METHODS = 41


def rows() -> dict[str, tuple[str, str]]:
    found = {}
    for line in SCORECARD.read_text(encoding="utf-8").splitlines():
        if line.startswith("|"):
            match = re.fullmatch(r"\| ([^|]+) \| (done|exempt) \| ([^|]+) \|", line)
            assert match, line
            assert match[1] not in found, line
            found[match[1]] = (match[2], match[3])
    return found


def test_what_is_done_names_a_test_that_exists() -> None:
    for what, (state, where) in rows().items():
        if state == "done":
            path, _, name = where.partition("::")
            tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
            kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
            names = {node.name for node in ast.walk(tree) if isinstance(node, kinds)}
            assert name in names, what


def test_every_documented_method_is_done_or_exempt() -> None:
    methods = {what.removeprefix("method "): s for what, s in rows().items() if "method " in what}
    methods = {name: state for name, state in methods.items() if name.isalpha()}
    assert len(methods) == DOCUMENTED_METHODS
    assert {name for name, (state, _) in methods.items() if state == "done"} == set(METHODS)


def test_every_event_reason_and_code_is_listed() -> None:
    listed = rows()
    for kind in CALL_TYPES | AGENT_TYPES:
        assert f"event {kind}" in listed
    for reason in HANGUP_REASONS:
        assert f"hangup reason {reason}" in listed
    for code in SENTENCES:
        assert f"return code {code}" in listed


def test_every_json_example_of_the_manual_is_listed() -> None:
    listed = rows()
    for path in FIXTURES.glob("*.json"):
        section, kind, _ = path.name.split(".")
        if section in METHODS:
            word = "reply example" if kind == "reply" else "example"
            state, why = listed[f"JSON {word} of {section}"]
            assert (state == "exempt") == (path.name in BROKEN), path.name
            assert state == "done" or why.startswith("not valid JSON: ")


def test_it_says_how_many_of_how_many() -> None:
    listed = [state for state, _ in rows().values()]
    said = f"{listed.count('done')} of {len(listed)} rows are done"
    assert said in SCORECARD.read_text("utf-8"), said
