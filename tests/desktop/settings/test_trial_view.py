from __future__ import annotations

import pytest

from cti_desk.declarations.connection_test import Step
from cti_desk.desktop.settings.trial_view import TrialView
from cti_desk.desktop.theme import Theme


@pytest.fixture
def view(theme: Theme) -> TrialView:
    return TrialView(theme)


def test_steps_are_shown_as_they_pass(view: TrialView) -> None:
    view.begin(lambda: None)
    assert view.button.text() == "Stop"
    view.show_step(Step("address", "trying", "Looking."))
    view.show_step(Step("address", "passed", "Found."))
    view.show_step(Step("login", "trying", "Logging in."))
    assert view.lines() == [("passed", "Found."), ("trying", "Logging in.")]
    view.show_step(Step("login", "failed", "Refused."))
    view.end()
    assert view.verdict.text() == "This does not work yet."
    assert view.button.text() == "Test connection"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("passed", "Everything works."),
        ("skipped", "Everything works."),
        ("warning", "It works. Please read the remarks."),
    ],
)
def test_a_verdict_is_given(view: TrialView, state: str, words: str) -> None:
    view.begin(lambda: None)
    view.show_step(Step("x", state, "Words."))  # type: ignore[arg-type]
    view.end()
    assert view.verdict.text() == words


def test_the_same_button_begins_and_stops(view: TrialView) -> None:
    asked, cancelled = list[int](), list[int]()
    view.asked.connect(lambda: asked.append(1))
    view.button.click()
    view.begin(lambda: cancelled.append(1))
    view.show_step(Step("x", "trying", "…"))
    view.button.click()
    assert (asked, cancelled) == ([1], [1])
    assert view.lines() == []
    assert view.verdict.text() == ""
    view.button.click()
    assert asked == [1, 1]


def test_a_new_trial_forgets_the_one_before(view: TrialView) -> None:
    view.begin(lambda: None)
    view.show_step(Step("x", "failed", "Refused."))
    view.end()
    view.button.click()
    assert view.lines() == []
