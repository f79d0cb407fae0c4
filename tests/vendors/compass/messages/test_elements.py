"""Reading by name: order, namespaces, prefixes and broken numbers do not matter."""

from __future__ import annotations

from xml.etree.ElementTree import Comment, Element, fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.vendors.compass.messages import elements as e
from tests.support.compass_xml import TREES, xml
from tests.support.odd_text import assert_valid, xml_texts


def test_names_are_found_whatever_their_namespace() -> None:
    mixed = fromstring("<a xmlns:o='urn:o'><o:name>first</o:name><name>second</name></a>")
    assert e.text_of(e.children(mixed)["name"]) == "first"
    assert [e.text_of(each) for each in e.each(mixed, "name")] == ["first", "second"]


def test_comments_have_no_name() -> None:
    assert e.local_name(Comment("x")) == e.namespace(Comment("x")) == ""


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), (" -1 ", -1), ("+3", 3), ("", None), ("1.5", None), ("٣", None), ("9" * 99, None)],
)
def test_a_whole_number_or_none(text: str, number: int | None) -> None:
    assert e.integer(text) == number


@pytest.mark.parametrize(
    ("text", "value"), [("true", True), ("1", True), ("False", False), ("yes", None), (None, None)]
)
def test_booleans_are_those_of_the_schema(text: str | None, value: bool | None) -> None:
    assert e.boolean(text) is value


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("1492705754", 1492705754.0), ("1492705754250", 1492705754.25), ("12000", 12000.0)],
)
def test_a_time_is_in_seconds_whatever_its_unit(text: str, seconds: float) -> None:
    assert e.unix_seconds(text) == seconds


def test_a_schema_type_is_told_without_its_prefix() -> None:
    told = fromstring(f"<a xmlns:x='{e.XSI}' x:type='c:callpointUser'/>")
    assert e.xsi_type(told) == "callpointUser"
    assert e.xsi_type(xml("<a/>")) == ""


def test_one_broken_entry_hides_no_other() -> None:
    def parse(element: Element) -> str:
        if not element.get("id"):
            raise e.Unreadable("no id")
        return element.get("id") or ""

    assert e.readable(xml("<a><b id='1'/><b/><b id='2'/></a>"), parse) == (("1", "2"), 1)


def test_values_are_written_as_the_schema_has_them() -> None:
    parent = e.make("a", kind="x", other=None)
    for value in (True, False, 7, 7.9, "t", ""):
        e.add(parent, "v", value)
    e.add(parent, "v", None)
    assert [child.text for child in parent] == ["true", "false", "7", "7", "t", None]
    assert {child.tag for child in parent} == {f"{{{e.COMPASS}}}v"}
    assert parent.attrib == {"kind": "x"}


@given(TREES)
def test_any_tree_can_be_told_as_texts(tree: Element) -> None:
    assert all(isinstance(text, str) for text in e.texts(tree).values())


@given(st.text())
def test_no_text_is_too_odd_for_a_number(text: str) -> None:
    assert e.unix_seconds(text) is None or e.integer(text) is not None


@given(xml_texts)
def test_every_text_is_made_valid(text: str) -> None:
    element = Element("a", {"id": text, f"{{{e.XSI}}}type": f"x:{text}"})
    element.text = text
    for name in ("b", "c\u2028d"):
        child = Element(name)
        child.text = text
        element.append(child)
    found = [e.text_of(element), e.identifier(element), e.attribute(element, "id")]
    assert_valid([*found, e.xsi_type(element), e.texts(element)])
