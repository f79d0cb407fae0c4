from __future__ import annotations

import pytest

from cti_desk.settings.endings import Ending, check_ending, check_silent_ending, parse_ending


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        ("ask", Ending("ask")),
        ("stay", Ending("stay")),
        (" logout ", Ending("logout")),
        ("pause", Ending("pause")),
        ("pause 2", Ending("pause", "2")),
        ("pause out to lunch", Ending("pause", "out to lunch")),
    ],
)
def test_endings(text: str, ending: Ending) -> None:
    assert parse_ending(text) == ending
    assert check_ending(text) is None


@pytest.mark.parametrize("text", ["", "paused", "stay 2", "quit"])
def test_others_are_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the words are check_ending's
        parse_ending(text)
    assert "should be" in str(check_ending(text))


def test_nobody_can_be_asked_at_the_end_of_a_session() -> None:
    assert "nobody is there" in str(check_silent_ending("ask"))
    assert check_silent_ending("stay") is None
