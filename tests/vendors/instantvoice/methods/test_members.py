"""The declared members of replies, against the manual's own."""

from __future__ import annotations

from typing import Any

import pytest

from cti_desk.declarations.methods import Member
from cti_desk.vendors.instantvoice.messages.bodies import parse_reply
from cti_desk.vendors.instantvoice.methods import METHODS
from cti_desk.vendors.instantvoice.methods.members import stomp_only, texts, whole
from tests.support.instantvoice_manual import FIXTURES

READING = [method for method in METHODS.values() if method.reply != "none"]
RECORDS = [method for method in READING if method.reply in ("record", "records")]


def told(method: str) -> Any:
    reply = parse_reply((FIXTURES / f"{method}.reply.json").read_bytes())
    assert reply is not None
    return reply.data


@pytest.mark.parametrize("method", RECORDS, ids=lambda method: method.name)
def test_every_member_of_the_manuals_reply_is_declared_and_no_other(method: Any) -> None:
    data = told(method.name)
    for record in data if isinstance(data, list) else [data]:
        on_stomp = {member.spellings("stomp")[0] for member in method.members}
        assert set(record) == on_stomp


@pytest.mark.parametrize("method", RECORDS, ids=lambda method: method.name)
def test_members_have_the_type_of_the_manuals_reply(method: Any) -> None:
    data = told(method.name)
    kinds = {member.name: member for member in method.members}
    for record in data if isinstance(data, list) else [data]:
        for name, value in record.items():
            member = kinds[name]
            if value is None:
                assert member.nullable, name
            else:
                assert isinstance(value, int) is (member.kind == "integer"), name
                assert member.kind != "qualified_name" or value.startswith("default_"), name


def test_names_and_texts_are_one_thing_each() -> None:
    for method in READING:
        assert method.members, method.name
        assert len(method.members) == 1 or method.reply in ("record", "records"), method.name
        assert all(isinstance(name, int) for name in told("AgentList"))


def test_only_methods_that_answer_have_members() -> None:
    assert not [m.name for m in METHODS.values() if m.reply == "none" and (m.members or m.item)]


def test_what_soap_does_not_carry_has_no_name_there() -> None:
    (number,), (word,) = stomp_only(*whole("id")), stomp_only(*texts("uniqueid"))
    assert number == Member("id", "integer", {"soap": ()})
    assert word.spellings("soap") == ()
    assert word.spellings("stomp") == ("uniqueid",)


def test_a_transport_may_give_another_type() -> None:
    (name, _priority) = METHODS["AgentQueueList"].members
    assert (name.kind_on("stomp"), name.kind_on("soap")) == ("integer", "text")
