"""Edits lead from any list to any other, and are few when little differs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.desktop.queues.edits import Edit, Insert, Remove, edits

KEYS = st.lists(st.integers(0, 60), unique=True, max_size=60)


def carried_out(old: list[int], new: list[int], steps: list[Edit]) -> list[int]:
    current = list(old)
    for step in steps:
        if isinstance(step, Remove):
            assert step.count > 0
            assert step.at + step.count <= len(current)
            del current[step.at : step.at + step.count]
        else:
            assert step.count > 0
            assert current[: step.at] == new[: step.at], "what is before is as in the new list"
            current[step.at : step.at] = new[step.at : step.at + step.count]
    return current


@given(KEYS, KEYS)
def test_edits_lead_from_any_list_to_any_other(old: list[int], new: list[int]) -> None:
    assert carried_out(old, new, edits(old, new)) == new


@given(KEYS.flatmap(lambda keys: st.tuples(st.just(keys), st.permutations(keys))))
def test_any_new_order_is_reached(lists: tuple[list[int], list[int]]) -> None:
    old, new = lists
    assert carried_out(old, new, edits(old, new)) == new


@pytest.mark.parametrize(
    ("old", "new", "steps"),
    [
        ("abc", "abc", []),
        ("", "abc", [Insert(0, 3)]),
        ("abc", "", [Remove(0, 3)]),
        ("abcd", "abxcd", [Insert(2, 1)]),
        ("abcd", "acd", [Remove(1, 1)]),
        ("abcd", "bcda", [Remove(0, 1), Insert(3, 1)]),
        ("abcd", "dabc", [Remove(3, 1), Insert(0, 1)]),
        ("abcdef", "af", [Remove(1, 4)]),
        ("abcd", "axyd", [Remove(1, 2), Insert(1, 2)]),
    ],
)
def test_few_steps_where_little_differs(old: str, new: str, steps: list[Edit]) -> None:
    assert edits(old, new) == steps


def test_a_wholly_new_order_is_taken_at_once() -> None:
    old = list(range(5000))
    steps = edits(old, old[::-1])
    assert len(steps) < 60
    assert carried_out(old, old[::-1], steps) == old[::-1]
