"""Texts that a hostile or broken program sends, and what must be true of what is kept of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import msgspec
from hypothesis import strategies as st

from cti_desk.core.text import LONGEST_DATA, clean

HOSTILE: Final = (
    "\ud800",
    "caf\udce9",
    "\ud83d\ude00 halved",
    "Lunch\x1b]0;owned\x07",
    "\x1b[2J\x1b[31mred",
    "two\r\nlines",
    "Set-Cookie\u2028x\u2029y\x85z",
    "nul\x00byte\x7f\x9b1m",
    "\u202egnp.exe",
    "\u2067never closed",
    "x" * 20_000,
)

odd_texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(
        st.sampled_from("aא0+\x00\t\r\n\x1b[]0;m\x07\x85\x9b\u2028\u202e\u202c\u2067\u2069\ud83d"),
        min_size=1,
        max_size=30,
    ),
    st.text(st.characters(categories=None), min_size=1, max_size=30),
)

xml_texts = odd_texts.map(
    # What an XML document can hold at all.
    lambda text: re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text)
)


def assert_valid(value: Any) -> None:
    """Fail unless every text in a struct, mapping or list can be stored, drawn and printed."""
    _assert_valid(msgspec.to_builtins(value, str_keys=False))


def _assert_valid(value: Any) -> None:
    if isinstance(value, str):
        assert clean(value, LONGEST_DATA) == value
        value.encode()
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            _assert_valid(key)
            _assert_valid(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _assert_valid(inner)
