"""The page and the scorecard hold everything that is declared of InstantVoice."""

from __future__ import annotations

from cti_desk.api import commands
from cti_desk.vendors.instantvoice.messages.codes import SENTENCES
from cti_desk.vendors.instantvoice.methods import METHODS, documentation
from cti_desk.vendors.instantvoice.methods.documentation import DOCUMENTATION
from scripts import make_scorecard, make_vendor_doc
from tests.support.instantvoice_manual import BROKEN

DOCUMENTED_METHODS = 41
COM_METHODS = 10


def page() -> str:
    return make_vendor_doc.page("instantvoice", DOCUMENTATION)


def listed() -> list[str]:
    return list(make_scorecard.items("instantvoice", DOCUMENTATION))


def test_everything_declared_is_an_item() -> None:
    names = listed()
    assert len(METHODS) == DOCUMENTED_METHODS
    served = {method.name.removeprefix("ivclient.") for method in commands.METHODS}
    assert served > documentation.COM_METHODS
    for transport, count in (("STOMP", len(METHODS)), ("SOAP", len(METHODS)), ("COM", COM_METHODS)):
        found = [one for one in names if one.startswith("method ") and one.endswith(transport)]
        assert len(found) == count, transport
    assert {f"return code {code}" for code in (0, *SENTENCES)} < set(names)
    assert {f"event field {name}" for name in ("direction", "callerid", "agent")} < set(names)
    examples = [one for one in names if " example of " in one]
    assert len(examples) == len(make_scorecard.fixtures_of("instantvoice"))
    assert examples[0] == "JSON request example of AgentLogin"


def test_an_example_is_left_out_only_where_it_is_no_json() -> None:
    exempt = make_scorecard.data_of("instantvoice")["exempt"]
    left_out = {what: why for what, why in exempt.items() if what.startswith("JSON ")}
    assert set(left_out) == {
        f"JSON request example of {name.removesuffix('.request.json')}" for name in BROKEN
    }
    assert all(why.startswith("not valid JSON: ") for why in left_out.values())


def test_every_method_argument_and_code_is_there() -> None:
    text = page()
    for name, method in METHODS.items():
        _, _, details = text.partition(f"\n### {name}\n")
        details = details.partition("\n##")[0]
        for argument in method.arguments:
            assert f"| `{argument.name}` |" in details, (name, argument.name)
    for code in SENTENCES:
        assert f"\n| {code} |" in text
    assert "| `lines[].linenumber` |" in text


def test_how_values_are_told() -> None:
    text = page()
    assert "whole number, 0 to 299 | `30` |" in text
    assert "| `ruleid` | `Ruleid` | – |" in text
    assert "| `user` | `Agent` or `User` | `User` |" in text
    assert "whole number, from 0, or `yes`, `no`" in text
    assert "| `lines` of `line1`, `line2` … |" in text


def test_how_answers_are_told() -> None:
    text = page()
    assert "| `id` | `id`, whole number | `agents_id`, whole number |" in text
    assert "| `agentstatus` | `agentstatus`, text | – |" in text
    assert "| `user` | `user`, text with the accountcode before it | `user`, text |" in text
    assert "| `sl_w1_a1` | `sl_w1_a1`, whole number or null | – |" in text
