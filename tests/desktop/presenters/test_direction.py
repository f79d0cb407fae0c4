from __future__ import annotations

import pytest

from cti_desk.core.text import clean
from cti_desk.desktop.presenters.direction import beside, isolated


@pytest.mark.parametrize("text", ["", "Maria", "José 12", "+55 21 98765-4321", "日本語"])
def test_text_from_the_left_is_left_alone(text: str) -> None:
    assert isolated(text) == text


@pytest.mark.parametrize("text", ["שלום", "Ltd שלום", "سلام 12"])
def test_text_from_the_right_is_kept_to_itself(text: str) -> None:
    assert isolated(text) == f"\u2068{text}\u2069"
    assert clean(isolated(text)) == isolated(text)


def test_only_what_is_there_is_joined() -> None:
    assert beside(["Support", "", "0:41"]) == "Support · 0:41"
    assert beside(["דעם", "0:41"]) == "\u2068דעם\u2069 · 0:41"
    assert beside([]) == ""
