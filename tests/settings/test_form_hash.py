from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.settings.form_hash import MOST_MEMORY, check_hash, read_hash

GOOD = f"scrypt:16384:8:1:{'ab' * 16}:{'cd' * 32}"


def test_a_hash_is_read_with_its_parameters() -> None:
    assert read_hash(GOOD) == (16384, 8, 1, bytes.fromhex("ab" * 16), bytes.fromhex("cd" * 32))
    assert check_hash(GOOD) is None
    assert check_hash("") is None


@pytest.mark.parametrize(
    "text",
    [
        "secret",
        GOOD.replace("scrypt", "md5"),
        GOOD.replace("16384", "16383"),
        GOOD.replace("16384", str(2**30)),
        GOOD.replace(":8:", ":0:"),
        GOOD.replace(":1:", ":1000:"),
        GOOD.replace("ab" * 16, "ab"),
        GOOD.replace("cd" * 32, "zz"),
        GOOD + ":1",
    ],
)
def test_what_is_no_hash_is_refused_in_words(text: str) -> None:
    assert "remove it" in str(check_hash(text))


@given(text=st.text())
def test_any_text_is_a_hash_or_is_told(text: str) -> None:
    if check_hash(text) is None and text:
        cost, block, *_ = read_hash(text)
        assert 128 * cost * block <= MOST_MEMORY
