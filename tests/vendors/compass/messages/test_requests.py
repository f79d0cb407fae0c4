"""Requests and results of the RPC component."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.vendors.compass.messages import requests as r
from cti_desk.vendors.compass.messages.elements import Unreadable
from tests.support.compass_xml import (
    CALLS,
    IDS,
    QUEUES,
    TREES,
    USERS,
    WORDS,
    over_the_wire,
    tried,
    xml,
)


@pytest.mark.parametrize(
    "request_",
    [
        r.get_company(),
        r.get("user"),
        r.get("queue", "641"),
        r.get("call", history=True),
        r.Request(r.GET, "callpoint", company="15"),
    ],
)
def test_a_request_is_read_as_it_was_built(request_: r.Request) -> None:
    assert r.parse_request(over_the_wire(r.build_request(request_))) == request_


def test_a_request_needs_a_type() -> None:
    with pytest.raises(Unreadable, match="no type"):
        r.parse_request(xml("<request/>"))


def test_an_answer_without_a_company_is_refused() -> None:
    with pytest.raises(Unreadable, match="no company"):
        r.parse_company(xml("<result><name>x</name></result>"))


def test_what_cannot_be_read_is_counted() -> None:
    told = xml("<result><user id='1'/><user/><queue/><novelty/></result>")
    found = r.parse_found(told)
    assert ([user.id for user in found.users], found.unreadable) == (["1"], 2)


@given(TREES)
def test_any_tree_has_some_result(tree: Element) -> None:
    assert r.parse_found(tree).unreadable >= 0
    asked = tried(r.parse_request, tree)
    assert asked is None or asked.type
    company = tried(r.parse_company, tree)
    assert company is None or company.id


@given(
    st.builds(
        r.Found,
        st.lists(USERS, max_size=2).map(tuple),
        st.lists(QUEUES, max_size=2).map(tuple),
        st.lists(CALLS, max_size=2).map(tuple),
    )
)
def test_what_is_found_is_read_back(found: r.Found) -> None:
    assert r.parse_found(over_the_wire(r.build_found(found))) == found


@given(st.builds(r.Company, IDS, WORDS))
def test_a_company_is_read_back(company: r.Company) -> None:
    assert r.parse_company(over_the_wire(r.build_company(company))) == company
