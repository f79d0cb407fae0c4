"""The elements of answers are the declared members that SOAP has."""

from __future__ import annotations

import pytest

from cti_desk.vendors.instantvoice.methods import METHODS
from cti_desk.vendors.instantvoice.simulator.ivws.shapes import Part, array_type, parts
from cti_desk.vendors.instantvoice.simulator.variants import Variants
from tests.support.instantvoice_manual import FIXTURES
from tests.support.ivws import printed_reply

RECORDS = sorted(
    name
    for name, method in METHODS.items()
    if method.reply in ("record", "records", "text") and (FIXTURES / f"{name}.reply.xml").exists()
)


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_has_the_elements_that_the_manual_shows(name: str) -> None:
    method = METHODS[name]
    result = printed_reply(name)
    record = result.children[0] if method.reply == "records" else result
    found = {part.element: part for part in parts(method, Variants())}
    assert found.keys() == {child.local for child in record.children}
    for child in record.children:
        types = [value for attribute, value in child.attributes.items() if "type" in attribute]
        assert types in ([], [found[child.local].type]), child.local
        assert types or found[child.local].nillable, child.local


def test_every_method_that_tells_something_has_parts() -> None:
    telling = [method for method in METHODS.values() if method.reply != "none"]
    assert len(telling) == 11
    assert all(parts(method, Variants()) for method in telling)


def test_a_name_with_its_account_is_told_bare() -> None:
    found = {part.element: part for part in parts(METHODS["AgentInfo"], Variants())}
    assert found["user"] == Part("user", "user", bare=True)
    assert found["agents_id"] == Part("agents_id", "id", whole_number=True)
    sip = {part.element: part for part in parts(METHODS["SipUserInfo"], Variants())}
    assert not sip["name"].bare


@pytest.mark.parametrize("spelt", ["requisendinfo", "requiresendinfo"])
def test_queue_info_may_be_misspelt(spelt: str) -> None:
    variants = Variants()
    variants.change({"soap_requiresendinfo": spelt})
    found = {part.member: part.element for part in parts(METHODS["QueueInfo"], variants)}
    assert found["requiresendinfo"] == spelt


@pytest.mark.parametrize(
    ("name", "tuples", "kind"),
    [
        ("QueueList", "texts", "integerArray"),
        ("AgentList", "texts", "integerArray"),
        ("SipUserList", "texts", "textArray"),
        ("SipUserList", "tuples", "integerArray"),
        ("AgentLineList", "texts", "AgentLinesArray"),
        ("AgentQueueList", "texts", "AgentQueuesArray"),
        ("AgentQueueMembers", "texts", "QueueMembersArray"),
    ],
)
def test_lists_are_called_as_in_the_manual(name: str, tuples: str, kind: str) -> None:
    variants = Variants()
    variants.change({"soap_sip_names": tuples})
    assert array_type(METHODS[name], variants) == kind
