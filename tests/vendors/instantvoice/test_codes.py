"""Return codes in words."""

from __future__ import annotations

import pytest

from cti_desk.vendors.instantvoice.codes import SENTENCES, explain, refusal

DOCUMENTED = [*range(1, 13), 1000, 9999, -1, -2]


def test_every_documented_code_has_words() -> None:
    assert sorted(SENTENCES) == sorted(DOCUMENTED)


@pytest.mark.parametrize("code", [*DOCUMENTED, 42])
def test_a_refusal_says_what_why_and_the_code(code: int) -> None:
    words = refusal("Not paused", code)
    assert words.startswith("Not paused: ")
    assert words.endswith(f"(code {code}).")
    assert explain(code) in words
