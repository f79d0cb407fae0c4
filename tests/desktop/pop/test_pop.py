from __future__ import annotations

import itertools

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cti_desk.core.model import Call, Remote, Snapshot
from cti_desk.desktop.pop.pop import Pop
from cti_desk.desktop.presenters.pop import PopView, pop_view
from cti_desk.desktop.theme import POP, Theme
from cti_desk.desktop.widgets.breath import Breath
from scripts.situations import MARIA, NOW, RINGING, TABLE


def view(call: Call = RINGING, crm: bool = True) -> PopView:
    last = {"ended": NOW - 86400, "duration_s": 240}
    return pop_view(call, Snapshot(calls=(call,)), TABLE, last, NOW, crm)


@pytest.fixture
def pop(theme: Theme, still: Breath) -> Pop:
    return Pop(theme, still)


def test_it_can_never_have_the_keyboard(pop: Pop) -> None:
    pop.show_view(view())
    flags = pop.windowFlags()
    assert flags & Qt.WindowType.WindowDoesNotAcceptFocus
    assert flags & Qt.WindowType.WindowStaysOnTopHint
    assert pop.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert {one.focusPolicy() for one in pop.findChildren(QWidget) if one.isEnabled()} <= {
        Qt.FocusPolicy.NoFocus
    }


def test_buttons_say_which_call_they_are_about(pop: Pop) -> None:
    pressed: list[tuple[str, str]] = []
    opened: list[str] = []
    gone: list[str] = []
    pop.pressed.connect(lambda call, button: pressed.append((call, button.label)))
    pop.crm.connect(opened.append)
    pop.dismissed.connect(gone.append)
    pop.show_view(view(MARIA))
    for button in pop.buttons():
        button.click()
    pop._close.click()
    assert pressed == [(MARIA.id, "Transfer"), (MARIA.id, "Hang up")]
    assert opened == gone == [MARIA.id]


def test_without_a_page_and_without_buttons_the_hint_remains(pop: Pop) -> None:
    call = replace(RINGING, id_source="derived")
    pop.show_view(view(call, crm=False))
    assert pop.buttons() == []
    assert pop._hint.full_text() == "Answer on your telephone"


def test_everything_stays_inside_and_nothing_overlaps(pop: Pop, theme: Theme) -> None:
    pop.show_view(view())
    parts = (pop._who, pop._number, pop._chips, pop._last, pop._controls)
    assert pop.width() == theme.px(POP)
    for upper, lower in itertools.pairwise(parts):
        assert upper.geometry().bottom() < lower.geometry().top()
    assert pop.rect().contains(pop._controls.geometry())
    assert not pop._hint.geometry().intersects(pop._controls.geometry())


def test_an_answered_call_makes_it_smaller(pop: Pop) -> None:
    pop.show_view(view())
    high = pop.height()
    pop.show_view(view(MARIA))
    assert pop.height() < high


def test_a_very_long_name_is_cut(pop: Pop) -> None:
    pop.show_view(view(replace(RINGING, remote=Remote("1", name="Maria " * 30))))
    assert pop._who.text().endswith("…")
    lines = pop._who.text().split("\n")
    assert len(lines) == 2
    room = pop._close.x() - pop._who.x()
    assert all(pop._who.fontMetrics().horizontalAdvance(line) <= room for line in lines)


@pytest.mark.parametrize("name", ["דוד", "محمد بن سلمان", "דוד בן גוריון " * 9, "Maria " * 30])
def test_no_name_is_under_the_close_button(pop: Pop, name: str) -> None:
    pop.show_view(view(replace(RINGING, remote=Remote("1", name=name, display="+49 30 1"))))
    pop.show()
    assert not pop._who.geometry().intersects(pop._close.geometry())
    assert pop._number.y() >= pop._who.geometry().bottom()
    assert pop._chips.y() >= pop._number.geometry().bottom()
    close = pop._close.geometry()
    picture = pop.grab(close).toImage()
    pop.show_view(view(replace(RINGING, remote=Remote("1", name="A", display="+49 30 1"))))
    assert pop.grab(close).toImage() == picture


def test_a_name_on_two_lines_makes_the_pop_higher(pop: Pop) -> None:
    pop.show_view(view())
    high = pop.height()
    name = "Maximiliane von und zu Hohenstein-Castellani"
    pop.show_view(view(replace(RINGING, remote=replace(RINGING.remote, name=name))))
    assert pop._who.text().replace("\n", " ") == name
    assert pop.height() > high


def test_the_bar_is_drawn_as_the_breath_goes(pop: Pop, still: Breath) -> None:
    pop.show_view(view())
    pop.show()
    still.moved.emit()
    colour = pop.grab().toImage().pixelColor(1, pop.height() // 2)
    assert colour == pop.theme.colours.accent
    assert pop.accessibleName().startswith("Incoming call, Maria Souza")
    pop.close()
