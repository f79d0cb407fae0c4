from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from cti_desk.desktop.strip.message_bar import MessageBar
from cti_desk.desktop.theme import Theme
from cti_desk.desktop.widgets.buttons import TextButton

FAILURE = "Not transferred: 6100 is not known to InstantVoice (code 3). The call is still with you."


@pytest.fixture
def bar(theme: Theme, qapp: QApplication) -> Iterator[MessageBar]:
    made = MessageBar(theme, 15.0)
    yield made
    made.close()


def test_a_failure_is_shown_kept_for_readers_and_goes_by_itself(bar: MessageBar) -> None:
    changed: list[str] = []
    bar.changed.connect(lambda: changed.append(bar.text()))
    bar.say("failure", FAILURE)
    assert bar.text() == bar.accessibleName() == FAILURE
    assert bar._timer.isActive()
    assert bar._timer.interval() == 15000
    bar._timer.timeout.emit()
    assert bar.text() == ""
    assert changed == [FAILURE, ""]


@pytest.mark.parametrize("kind", ["question", "standing"])
def test_a_question_and_a_standing_failure_stay(bar: MessageBar, kind: str) -> None:
    bar.say("notice", "gone soon")
    bar.say(kind, "Send all?")  # type: ignore[arg-type]
    assert not bar._timer.isActive()
    assert bar.kind() == kind


def test_answers_are_buttons_and_the_question_goes_with_one(bar: MessageBar) -> None:
    answered: list[str] = []
    bar.say(
        "question",
        "Send all?",
        answers=(("All", lambda: answered.append("all")), ("Cancel", lambda: None)),
    )
    first, second = bar.findChildren(TextButton)
    assert (first.tone, second.tone) == ("primary", "plain")
    first.click()
    assert answered == ["all"]
    assert bar.text() == ""


def test_notices_that_come_together_are_shown_together_and_each_once(bar: MessageBar) -> None:
    for text in ("One.", "Two.", "One."):
        bar.say("notice", text)
    assert bar.text() == "One.\nTwo." or bar.text() == "One."
    bar.clear()
    bar.say("notice", "Three.")
    assert bar.text() == "Three."


@pytest.mark.parametrize("width", [300, 420, 900])
@pytest.mark.parametrize("anchor", [0, 150, 880])
def test_the_whole_text_is_visible_beside_its_control(
    bar: MessageBar, width: int, anchor: int
) -> None:
    bar.say("failure", FAILURE, anchor)
    height = bar.lay_out(width)
    bar.resize(width, height)
    text = bar._text
    assert bar.rect().contains(text.geometry())
    assert text.heightForWidth(text.width()) <= text.height()
    assert text.geometry().right() < bar._close.geometry().left()
    assert bar._mark.geometry().right() < text.geometry().left()


def test_how_long_it_stays_can_change(bar: MessageBar) -> None:
    bar.stay(3)
    bar.say("failure", FAILURE)
    assert bar._timer.interval() == 3000


def test_a_notice_that_is_true_no_longer_is_withdrawn(bar: MessageBar) -> None:
    bar.say("notice", "The old settings stay in force.")
    bar.say("notice", "Another.")
    bar.withdraw("The old settings stay in force.")
    assert bar.text() == "Another."
    bar.withdraw("Another.")
    assert bar.text() == ""
    bar.withdraw("")
    bar.say("failure", "It failed.")
    bar.withdraw("It failed.")
    assert bar.text() == "It failed."


def test_a_word_longer_than_the_bar_takes_several_lines(bar: MessageBar) -> None:
    bar.say("question", "It said something")
    one_line = bar.lay_out(500)
    address = "https://platform.example.com/" + "x" * 170
    bar.say("question", f"It said {address}")
    assert bar.text() == f"It said {address}"
    assert bar.lay_out(500) > one_line + 2 * bar.fontMetrics().height()
