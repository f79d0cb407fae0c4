from __future__ import annotations

import datetime
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.ipc.com.arguments import LEFT_OUT, texts
from cti_desk.ipc.com.errors import DISP_E_BADPARAMCOUNT, DISP_E_TYPEMISMATCH, ComError

NAMES = ("accountcode", "username", "reason")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1001", "1001"),
        (" 0015 ", "0015"),
        (1001, "1001"),
        (1001.0, "1001"),
        (5.5e12, "5500000000000"),
        (2.5, "2.5"),
        (Decimal("6100.0000"), "6100"),
        (0, "0"),
        (-1, "-1"),
        (None, ""),
        (LEFT_OUT, ""),
        ("\ud83d", "\ufffd"),
        ("\ud83d\ude00", "😀"),
    ],
)
def test_what_visual_basic_passes_for_a_text(value: Any, text: str) -> None:
    assert texts("AgentPause", ["default", value, "1"], NAMES) == ["default", text, "1"]


@pytest.mark.parametrize("passed", range(4))
def test_what_is_missing_is_empty(passed: int) -> None:
    assert texts("AgentPause", ["x"] * passed, NAMES) == ["x"] * passed + [""] * (3 - passed)


@pytest.mark.parametrize(
    "value",
    [True, False, (1, 2), b"x", object(), datetime.datetime(2026, 1, 1), 1e400, "x" * 1001],
)
def test_what_is_no_text_is_a_type_error_that_names_it(value: Any) -> None:
    with pytest.raises(ComError, match="AgentPause: username is") as raised:
        texts("AgentPause", ["default", value], NAMES)
    assert raised.value.scode == DISP_E_TYPEMISMATCH


def test_more_than_the_method_takes() -> None:
    with pytest.raises(ComError, match=r"given 4 .* accountcode, username, reason") as raised:
        texts("AgentPause", ["x"] * 4, NAMES)
    assert raised.value.scode == DISP_E_BADPARAMCOUNT
    with pytest.raises(ComError, match="It takes none"):
        texts("StartTray", [1], ())


@given(
    st.lists(
        st.one_of(
            st.none(),
            st.text(st.characters(codec=None)),
            st.integers(),
            st.floats(),
            st.booleans(),
            st.decimals(-(2**95), 2**95) | st.sampled_from([Decimal("NaN"), Decimal("-Infinity")]),
            st.binary(),
            st.tuples(st.integers()),
        ),
        max_size=5,
    )
)
def test_anything_is_texts_that_json_carries_or_an_error(values: list[Any]) -> None:
    try:
        found = texts("NewCall", values, NAMES)
    except ComError:
        return
    assert len(found) == 3
    assert json.loads(json.dumps(found).encode("ascii")) == found
    "".join(found).encode("utf-8")
