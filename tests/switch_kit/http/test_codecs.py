"""Bodies and replies in the forms that telephone systems use."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from cti_desk.switch_kit.http.codecs import (
    FORM_BODY,
    JSON_BODY,
    WrongShape,
    anything,
    record,
    records,
)


def test_a_json_body() -> None:
    assert JSON_BODY.media_type == "application/json"
    assert json.loads(JSON_BODY.encode({"a": [1, None, "é"]})) == {"a": [1, None, "é"]}


def test_a_form_repeats_the_name_of_a_list_and_leaves_nothing_out_but_none() -> None:
    assert FORM_BODY.media_type == "application/x-www-form-urlencoded"
    body = FORM_BODY.encode({"a": ["1", 2], "b": True, "c": None, "d": "x y&z", "e": ""})
    assert body == b"a=1&a=2&b=true&d=x+y%26z&e="


@given(st.dictionaries(st.text(min_size=1), st.text()))
def test_any_texts_survive_a_form(values: dict[str, str]) -> None:
    body = FORM_BODY.encode(values).decode()
    assert dict(parse_qsl(body, keep_blank_values=True)) == values


@pytest.mark.parametrize(("data", "found"), [(UNSET, {}), ([], []), (False, False), ("x", "x")])
def test_anything_is_taken_as_it_came(data: Any, found: Any) -> None:
    assert anything(data) == found


@pytest.mark.parametrize(
    ("data", "found"), [(UNSET, {}), ({"a": 1}, {"a": 1}), ([{"a": 1}], {"a": 1})]
)
def test_a_record_may_be_the_only_one_of_an_array(data: Any, found: Any) -> None:
    assert record(data) == found


@pytest.mark.parametrize("data", [[], [{}, {}], [1], "x", None])
def test_what_is_no_record_is_refused(data: Any) -> None:
    with pytest.raises(WrongShape):
        record(data)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (UNSET, []),
        ([{"a": 1}], [{"a": 1}]),
        ({"_links": {}, "_embedded": {"queues": [{"a": 1}]}}, [{"a": 1}]),
        ({"_embedded": {}}, []),
    ],
)
def test_records_are_an_array_plain_or_embedded(data: Any, found: Any) -> None:
    assert records(data) == found


@pytest.mark.parametrize("data", [{}, {"_embedded": 1}, {"_embedded": {"a": 1}}, "x", None])
def test_what_is_no_array_is_refused(data: Any) -> None:
    with pytest.raises(WrongShape):
        records(data)
