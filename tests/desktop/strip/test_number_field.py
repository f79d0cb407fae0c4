from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cti_desk.desktop.strip.number_field import NumberField
from cti_desk.desktop.theme import Theme
from scripts.situations import Actions


@pytest.fixture
def field(theme: Theme, actions: Actions, qtbot: QtBot) -> Iterator[NumberField]:
    made = NumberField(theme, actions, "Number or name", "phone", "Dial")
    made.show()
    made.edit.setFocus()
    yield made
    made.close()


@pytest.fixture
def submitted(field: NumberField) -> list[str]:
    texts: list[str] = []
    field.submitted.connect(texts.append)
    return texts


def test_what_was_typed_is_submitted_by_key_and_by_button(
    field: NumberField, submitted: list[str], qtbot: QtBot
) -> None:
    qtbot.keyClicks(field.edit, "6100")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    field.go.click()
    assert submitted == ["6100", "6100"]
    assert field.text() == "6100"
    field.clear()
    field.go.click()
    assert len(submitted) == 2


def test_typing_shows_what_will_be_dialled(field: NumberField, qtbot: QtBot) -> None:
    qtbot.keyClicks(field.edit, "(21) 98765")
    assert field.list_shown() is None
    field.offer_now()
    shown = field.list_shown()
    assert shown is not None
    assert shown.rows[0].title == "Dials 0 2198765"
    assert field.edit.accessibleDescription() == "Dials 0 2198765"


def test_a_contact_is_chosen_with_the_arrow_keys(
    field: NumberField, submitted: list[str], qtbot: QtBot
) -> None:
    qtbot.keyClicks(field.edit, "mar")
    field.offer_now()
    qtbot.keyClick(field.edit, Qt.Key.Key_Down)
    assert field.edit.accessibleDescription() == "Mario Reis, +55 11 4002-8922"
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert submitted == ["+55 11 4002-8922"]
    assert field.list_shown() is None


def test_a_quick_enter_still_means_the_contact_that_fits(
    field: NumberField, submitted: list[str], qtbot: QtBot
) -> None:
    qtbot.keyClicks(field.edit, "maria")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert submitted == ["+55 21 98765-4321"]


def test_escape_takes_the_list_away_first_and_then_gives_up(
    field: NumberField, qtbot: QtBot
) -> None:
    given_up: list[int] = []
    field.cancelled.connect(lambda: given_up.append(1))
    qtbot.keyClicks(field.edit, "mar")
    field.offer_now()
    qtbot.keyClick(field.edit, Qt.Key.Key_Escape)
    assert field.list_shown() is None
    assert given_up == []
    qtbot.keyClick(field.edit, Qt.Key.Key_Escape)
    assert given_up == [1]
    assert field.text() == "mar"


def test_the_list_goes_with_the_keyboard(field: NumberField, qtbot: QtBot) -> None:
    qtbot.keyClicks(field.edit, "mar")
    field.offer_now()
    field.edit.clearFocus()
    assert field.list_shown() is None


def test_the_field_is_drawn_with_and_without_the_keyboard(field: NumberField, theme: Theme) -> None:
    field.edit.clearFocus()
    resting = field.edit.grab().toImage()
    theme.use("dark")
    assert field.edit.grab().toImage() != resting
