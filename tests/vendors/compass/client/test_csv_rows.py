"""CSV by its header: either naming of the columns, either separator."""

from __future__ import annotations

from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.core.errors import RefusedByVendor
from cti_desk.vendors.compass.client import csv_rows
from cti_desk.vendors.compass.client.csv_rows import lines, rows
from tests.support.odd_text import assert_valid, odd_texts


@pytest.mark.parametrize("header", ["call_id,parent_id,number", "CallId, parent_callid ,number"])
def test_both_namings_are_read_alike(header: str) -> None:
    read = list(rows([f"\ufeff{header}\r\n", "a.1,a.0,31614241111\r\n", "\r\n"]))
    assert read == [{"call_id": "a.1", "parent_id": "a.0", "number": "31614241111"}]


def test_a_semicolon_separates_too() -> None:
    assert list(rows(["a;b", '1;"2;3"'])) == [{"a": "1", "b": "2;3"}]


def test_rows_may_be_short_or_long() -> None:
    assert list(rows(["a,b", "1", "1,2,3"])) == [{"a": "1"}, {"a": "1", "b": "2"}]


@pytest.mark.parametrize("lines", [[], [""], ["a,b"]])
def test_an_empty_file_has_no_rows(lines: list[str]) -> None:
    assert list(rows(lines)) == []


def test_a_cell_without_end_is_refused() -> None:
    with pytest.raises(RefusedByVendor, match="cannot be read"):
        list(rows(["a,b", '"' + "x" * 200_000]))


@given(st.lists(st.text(max_size=30), max_size=10))
def test_any_lines_are_rows_or_refused(lines: list[str]) -> None:
    try:
        read = list(rows(lines))
    except RefusedByVendor:
        return
    assert all(isinstance(value, str) for row in read for value in row.values())


@given(odd_texts)
def test_every_cell_is_made_valid(text: str) -> None:
    try:
        assert_valid(list(rows([f"a,{text}\n", f"1,{text}\n"])))
    except RefusedByVendor as error:
        assert_valid(str(error))


def test_a_file_has_a_most_of_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_rows, "MOST_VALUES", 10)
    assert len(list(rows(["a,b", *["1,2"] * 5]))) == 5
    for many in (["1,2"] * 6, [""] * 11, [",".join("1" * 11)]):
        with pytest.raises(RefusedByVendor, match="more than 10 values"):
            list(rows(["a,b", *many]))


def test_a_line_has_a_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_rows, "LONGEST_LINE", 5)
    assert list(lines(StringIO("a,b\n1\n2"))) == ["a,b\n", "1\n", "2"]
    with pytest.raises(RefusedByVendor, match="too long"):
        list(lines(StringIO("a,b\n12345\n")))
