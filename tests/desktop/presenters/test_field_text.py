from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.declarations.fields import Field, Kind
from cti_desk.desktop.presenters.field_text import (
    can_be_typed,
    default_text,
    help_text,
    shown,
    typed,
)


def field(kind: Kind, default: Any = None) -> Field:
    return Field("x", kind, "X", "Help.", default)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("text", "abc", "abc"),
        ("text", "  ", None),
        ("integer", " 42 ", 42),
        ("integer", "4x", "4x"),
        ("integer", "9" * 30, "9" * 30),
        ("number", "1,5", 1.5),
        ("number", "soon", "soon"),
        ("list", "a\n\n b \n", ["a", "b"]),
        ("table", "1 = Break\n2=Lunch = long\n", {"1": "Break", "2": "Lunch = long"}),
        ("table", "Break", "Break"),
        ("table", "= Break", "= Break"),
    ],
)
def test_a_text_stands_for_a_value(kind: Kind, text: str, value: Any) -> None:
    assert typed(field(kind), text) == value


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("text", None, ""),
        ("integer", 5, "5"),
        ("number", 15.0, "15"),
        ("list", ("a", "b"), "a\nb"),
        ("table", {"1": "Break"}, "1 = Break"),
        ("list", "wrong in the file", "wrong in the file"),
    ],
)
def test_a_value_is_shown_as_text(kind: Kind, value: Any, text: str) -> None:
    assert shown(field(kind), value) == text


_TEXT = st.text(max_size=12)
_VALUES = st.one_of(
    st.tuples(st.just("integer"), st.integers(-(10**17), 10**17)),
    st.tuples(st.just("number"), st.floats(allow_nan=False, allow_infinity=False)),
    st.tuples(st.just("text"), _TEXT),
    st.tuples(st.just("list"), st.lists(_TEXT, max_size=4)),
    st.tuples(st.just("table"), st.dictionaries(_TEXT, _TEXT, max_size=4)),
)


@given(kind_and_value=_VALUES)
def test_what_can_be_typed_comes_back(kind_and_value: tuple[Kind, Any]) -> None:
    kind, value = kind_and_value
    if can_be_typed(field(kind), value) and value:
        assert typed(field(kind), shown(field(kind), value)) == value


def test_a_line_break_in_a_list_cannot_be_typed() -> None:
    assert not can_be_typed(field("list"), ["a\nb"])
    assert not can_be_typed(field("table"), {"a = b": "c"})
    assert can_be_typed(field("list"), ())
    assert can_be_typed(field("boolean"), True)


@pytest.mark.parametrize(
    ("kind", "default", "words"),
    [
        ("boolean", True, "on"),
        ("boolean", False, "off"),
        ("integer", 61613, "61613"),
        ("list", ("https", "http"), "https, http"),
        ("text", None, ""),
        ("table", {}, ""),
    ],
)
def test_a_default_is_said(kind: Kind, default: Any, words: str) -> None:
    assert default_text(field(kind, default)) == words


def test_code_stands_in_quotes() -> None:
    assert help_text("`stay` or `pause REASON`.") == "“stay” or “pause REASON”."
