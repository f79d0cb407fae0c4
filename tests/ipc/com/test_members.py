from __future__ import annotations

import re

from cti_desk.api.commands import METHODS
from cti_desk.ipc.com.members import EVENTS, LEFT_OUT, MEMBERS, Parameter

BY_NAME = {member.name: member for member in MEMBERS}


def test_every_method_of_the_api_is_a_member() -> None:
    wanted = {method.name for method in METHODS if not method.name.startswith(LEFT_OUT)}
    assert {member.api for member in MEMBERS if member.api} == wanted


def test_names_and_numbers_are_unique_in_any_case() -> None:
    names = [member.name.lower() for member in MEMBERS]
    numbers = [member.dispid for member in MEMBERS]
    assert len(set(names)) == len(set(numbers)) == len(MEMBERS)
    assert all(re.fullmatch("[A-Z][A-Za-z]+", member.name) for member in MEMBERS)
    assert len({event.dispid for event in EVENTS}) == len(EVENTS)


def test_parameters_are_the_tables() -> None:
    assert BY_NAME["CallDial"].parameters == (
        Parameter("number", "text", required=True),
        Parameter("correlation_id", "text"),
        Parameter("wait", "wait"),
    )
    assert BY_NAME["AgentEndWrapUp"].gives == "outcome"
    assert BY_NAME["AgentDnd"].parameters[0] == Parameter("on", "boolean", required=True)
    assert BY_NAME["JournalList"].parameters == (
        Parameter("limit", "number"),
        Parameter("before", "number"),
    )
    assert BY_NAME["VendorCall"].parameters[1] == Parameter("params", "json")


def test_what_must_be_given_comes_first() -> None:
    for member in MEMBERS:
        needs = [parameter.required for parameter in member.parameters]
        assert needs == sorted(needs, reverse=True), member.name


def test_numbers_that_programs_were_compiled_with_stay() -> None:
    kept = {"State": 2, "Call": 5, "AgentLogin": 20, "CallDial": 40, "VendorCall": 80}
    assert {name: BY_NAME[name].dispid for name in kept} == kept
    assert [(event.name, event.dispid) for event in EVENTS] == [
        ("OnEvent", 1),
        ("OnCall", 2),
        ("OnAgent", 3),
        ("OnLink", 4),
        ("OnDesk", 5),
    ]
