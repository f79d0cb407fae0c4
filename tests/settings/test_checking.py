from __future__ import annotations

from typing import Any

import pytest

from cti_desk.declarations.fields import Field, Kind
from cti_desk.settings.checking import check_value, nearest


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("text", ["", "a"], [1, None, ["a"]]),
        ("integer", [0, -1], [True, 1.0, "1"]),
        ("number", [0, 1.5], [True, "1", float("nan")]),
        ("boolean", [True, False], [0, "true"]),
        ("list", [[], ["a"]], ["a", [1], {}]),
        ("table", [{}, {"1": "a"}], [[], {"1": 1}]),
        ("secret", [], ["a"]),
    ],
)
def test_types(kind: Kind, good: list[Any], bad: list[Any]) -> None:
    field = Field("key", kind, "Label", "Help.")
    assert [check_value(field, value) for value in good] == [None] * len(good)
    assert None not in [check_value(field, value) for value in bad]


def test_a_value_is_never_repeated() -> None:
    assert "hunter2" not in str(check_value(Field("k", "secret", "", ""), "hunter2"))
    assert "hunter2" not in str(check_value(Field("k", "integer", "", ""), "hunter2"))


def test_ranges() -> None:
    field = Field("key", "integer", "", "", minimum=1, maximum=3)
    found = [check_value(field, number) for number in (0, 1, 3, 4)]
    assert found == ["should be at least 1", None, None, "should be at most 3"]


def test_choices_and_the_nearest_one() -> None:
    field = Field("key", "choice", "", "", choices=("light", "dark"))
    assert check_value(field, "dark") is None
    assert check_value(field, "drak") == ('should be one of "light", "dark". Did you mean "dark"?')
    assert check_value(field, "x") == 'should be one of "light", "dark"'


def test_nearest_ignores_case_and_gives_up() -> None:
    assert nearest("On_Quit", ["on_quit"]) == ' Did you mean "on_quit"?'
    assert nearest("zzz", ["on_quit"]) == ""


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", "Lunch\x1b]0;owned\x07"),
        ("list", ["good", "two\nlines"]),
        ("table", {"1": "Bre\u2028ak"}),
        ("table", {"1\x00": "Break"}),
        ("text", "\u202egnp.exe"),
    ],
)
def test_a_text_that_commands_a_terminal_is_refused(kind: Kind, value: Any) -> None:
    wrong = check_value(Field("key", kind, "Label", "Help."), value)
    assert wrong is not None
    assert wrong.startswith(("has a control character (U+", "has an unbalanced mark"))
