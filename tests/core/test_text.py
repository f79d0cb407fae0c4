from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.core.text import (
    DEEPEST,
    LONGEST_NAME,
    LONGEST_TEXT,
    clean,
    clean_values,
    oddity,
    printable,
)

CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

TABLE = [
    # given, cleaned
    ("Anna Schulz", "Anna Schulz"),
    ("José & <b>Söhne</b>", "José & <b>Söhne</b>"),
    ("", ""),
    ("  two  blanks  ", "  two  blanks  "),
    ("\ud800", "\ufffd"),
    ("a\udfffb", "a\ufffdb"),
    ("\ud83d\ude00", "\U0001f600"),
    ("\ude00\ud83d", "\ufffd\ufffd"),
    ("line\r\nbreak", "line break"),
    ("\nfirst\n\n\tlast\n", "first last"),
    ("next\x85line\u2028here\u2029there", "next line here there"),
    ("nul\x00 bell\x07 del\x7f c1\x9b", "nul bell del c1"),
    ("Lunch\x1b]0;owned\x07!", "Lunch!"),
    ("Lunch\x1b]8;;http://evil/\x1b\\link\x1b]8;;\x1b\\!", "Lunchlink!"),
    ("\x1b[31;1mred\x1b[0m", "red"),
    ("\x1b[2J\x1b[Hcleared", "cleared"),
    ("\x1b(0lqk\x1b(B", "lqk"),
    ("\x1bAnna", "Anna"),
    ("\x1b]0;never ended", "]0;never ended"),
    ("\ufeff0301234567", "0301234567"),
    ("no\uffffcharacter", "no\ufffdcharacter"),
    ("שלום עולם", "שלום עולם"),
    ("\u200fשלום\u200e", "\u200fשלום\u200e"),
    ("\u2067שלום\u2069 Ltd", "\u2067שלום\u2069 Ltd"),
    ("\u202bשלום\u202c Ltd", "\u202bשלום\u202c Ltd"),
    ("invoice\u202excod.exe", "invoicexcod.exe"),
    ("\u202c\u2069plain", "plain"),
    ("\u2068\u202eopen\u2069", "\u2068open\u2069"),
    ("\u202d\u2068a\u202cb\u2069c\u202c", "\u202d\u2068ab\u2069c\u202c"),
    ("\u202a\u2066a\u202cb\u2069", "\u2066ab\u2069"),
    ("👩‍💻 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", None),
]


@pytest.mark.parametrize(("given_text", "cleaned"), TABLE)
def test_a_text_is_made_valid(given_text: str, cleaned: str | None) -> None:
    assert clean(given_text) == (given_text if cleaned is None else cleaned)


def test_a_long_text_is_cut() -> None:
    assert clean("x" * LONGEST_NAME) == "x" * LONGEST_NAME
    assert clean("x" * (LONGEST_NAME + 1)) == "x" * (LONGEST_NAME - 1) + "…"
    assert clean("\x00" * LONGEST_NAME + "x") == "x"
    assert len(clean("\n" * 100_000 + "x", 10)) <= 10
    assert clean("abcdef", 4) == "abc…"


def test_cutting_leaves_no_mark_of_direction_open() -> None:
    assert clean("\u202e" + "x" * 300 + "\u202c") == "x" * (LONGEST_NAME - 2) + "…"


odd = st.text(
    st.sampled_from(
        "aא\x00\x07\t\r\n\x1b[]\\;0m\x85\x9b\u2028\u2029\u202a\u202b\u202c\u202d\u202e"
        "\u2066\u2067\u2068\u2069\ud83d\ude00\ufeff\uffff "
    ),
    max_size=60,
)
any_text = st.one_of(odd, st.text(st.characters(categories=None), max_size=60))


@given(any_text)
def test_what_is_clean_can_go_anywhere(text: str) -> None:
    cleaned = clean(text)
    assert CONTROL.search(cleaned) is None
    cleaned.encode()
    assert len(cleaned) <= LONGEST_NAME
    assert clean(cleaned) == cleaned
    assert _open_directions(cleaned) == 0


@given(any_text, st.integers(1, 12))
def test_no_length_is_exceeded(text: str, longest: int) -> None:
    cleaned = clean(text, longest)
    assert len(cleaned) <= longest
    assert clean(cleaned, longest) == cleaned


@given(st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Cn"]), max_size=80))
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert clean(text) is text


def _open_directions(text: str) -> int:
    opened: list[str] = []
    for mark in text:
        if mark in "\u202a\u202b\u202d\u202e":
            opened.append("\u202c")
        elif mark in "\u2066\u2067\u2068":
            opened.append("\u2069")
        elif mark in "\u202c\u2069":
            assert opened, text
            assert opened.pop() == mark, text
    return len(opened)


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), any_text),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(any_text, inner, max_size=4)
    ),
    max_leaves=20,
)


@given(json_values)
def test_values_are_cleaned_all_the_way_down(value: object) -> None:
    written = json.dumps(clean_values(value), ensure_ascii=False)
    written.encode()
    assert CONTROL.search(written) is None


def test_values_keep_their_shape() -> None:
    value = {"a\n": ["\x1b[1mb", 1, None, ("c\r", True)], "d": {"e": 2.5}, 3: b"\x00"}
    assert clean_values(value) == {"a": ["b", 1, None, ("c", True)], "d": {"e": 2.5}, 3: b"\x00"}
    assert clean_values("x" * 2_000) == "x" * (LONGEST_TEXT - 1) + "…"


def test_a_number_that_nobody_can_write_is_left_out() -> None:
    assert clean_values([10**30, True, 1 << 20_000]) == [10**30, True, None]


def test_a_deep_value_is_cut_off() -> None:
    deep: object = "bottom"
    for _ in range(100_000):
        deep = [deep]
    found, depth = clean_values(deep), 0
    while found is not None:
        (found,), depth = found, depth + 1
    assert depth == DEEPEST


@given(any_text)
def test_a_terminal_gets_no_control_but_line_ends_and_tabs(text: str) -> None:
    printed = printable(text)
    assert CONTROL.search(re.sub("[\n\t]", "", printed)) is None
    assert printable(printed) == printed
    assert printed.count("\n") <= text.count("\n")


def test_columns_and_indents_stay_as_they_are() -> None:
    text = "Agent  1001\n  from  030 1\x1b[31m  Anna\t\x07b\n\n"
    assert printable(text) == "Agent  1001\n  from  030 1  Anna\tb\n\n"
    assert printable(text[:12]) is not text


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Anna & Co", None),
        ("\u2067שלום\u2069", None),
        ("a\x1b[31m", "has a control character (U+001B)"),
        ("a\nb", "has a control character (U+000A)"),
        ("a\u2028b", "has a control character (U+2028)"),
        ("a\u202eb", "has an unbalanced mark of direction (U+202E)"),
    ],
)
def test_what_is_odd_is_named(text: str, what: str | None) -> None:
    assert oddity(text) == what
