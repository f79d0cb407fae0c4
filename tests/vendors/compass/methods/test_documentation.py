"""The page and the scorecard hold everything that is declared of Compass."""

from __future__ import annotations

from cti_desk.vendors.compass.methods import ENDPOINTS, METHODS
from cti_desk.vendors.compass.methods.documentation import DOCUMENTATION
from scripts import make_scorecard, make_vendor_doc

NOTIFICATIONS = 17
CALLPOINTS = 7


def page() -> str:
    return make_vendor_doc.page("compass", DOCUMENTATION)


def listed() -> list[str]:
    return list(make_scorecard.items("compass", DOCUMENTATION))


def test_everything_declared_is_an_item() -> None:
    names = listed()
    verbs = ("GET ", "POST ", "PATCH ", "DELETE ")
    calls = [name for name in names if name.startswith(verbs)]
    assert len(calls) == sum(len(endpoint.versions) for endpoint in ENDPOINTS.values())
    assert len([name for name in names if name.startswith("notification ")]) == NOTIFICATIONS
    assert len([name for name in names if name.startswith("callpoint ")]) == CALLPOINTS
    examples = [name for name in names if name.startswith("example ")]
    assert len(examples) == len(make_scorecard.fixtures_of("compass"))
    contradictions = [name for name in names if name.startswith("contradiction: ")]
    assert [int(name.split()[1].rstrip(":")) for name in contradictions] == list(range(1, 15))


def test_every_call_and_argument_is_there() -> None:
    text = page()
    for name, method in METHODS.items():
        assert f"| [`{name}`](#{name.lower().replace('.', '')}) |" in text
        details = text.partition(f"\n### {name}\n")[2].partition("\n##")[0]
        assert method.help in details
        for argument in method.arguments:
            assert f"| `{argument.name}`" in details, (name, argument.name)


def test_how_differences_between_versions_are_told() -> None:
    text = page()
    assert "| `cli` | `cli` (version 1: `outboundCli`) | text |" in text
    assert "`receiveCalls` (version 3)" in text
    assert "| `POST /identity/{id}/pauseQueue` | 1, 2 |" in text
    assert "Needs the user feature “Listen in API”." in text
    assert "| `priority` | `priority` | whole number, from 0 |" in text
