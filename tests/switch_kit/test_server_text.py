"""Text of servers, made fit to be shown and logged."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cti_desk.core.text import clean
from cti_desk.switch_kit.server_text import one_line, scrub


def test_foreign_text_is_made_fit_for_a_sentence() -> None:
    assert one_line("a\x00b\n  c\x1b[31m") == "ab c"
    assert len(one_line("x" * 1000)) == 200


def test_secrets_are_taken_out_of_what_a_server_repeats() -> None:
    assert scrub("topic KEY1 for pw", ("KEY1", "pw", "")) == "topic ******** for ********"


@given(st.text(max_size=500))
def test_any_text_fits_a_sentence(text: str) -> None:
    words = one_line(text)
    assert len(words) <= 200
    assert clean(words) == words
