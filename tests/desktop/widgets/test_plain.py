"""Names are never markup: every window of the desktop, with hostile names for everything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QMenu, QToolTip, QWidget

from cti_desk.core import commands
from cti_desk.core.capabilities import not_offered
from cti_desk.core.errors import RefusedByVendor
from cti_desk.core.events import Event, EventType
from cti_desk.core.model import (
    Agent,
    AgentState,
    Call,
    ConnectionState,
    Link,
    LinkState,
    Pending,
    Queue,
    QueueMember,
    QueueRef,
    Reason,
    Remote,
    Snapshot,
    Waiting,
)
from cti_desk.desktop.desktop import Desktop
from cti_desk.desktop.options import DesktopOptions
from cti_desk.desktop.presenters.state import StateView, Symbol
from cti_desk.desktop.shown_desk import DeskState
from cti_desk.desktop.theme import Theme
from cti_desk.desktop.tray import Tray
from cti_desk.desktop.widgets.menu import Menu
from cti_desk.desktop.widgets.plain import (
    PlainLabel,
    plain,
    plain_static,
    pop_up_tooltip,
    wrappable,
)
from scripts.queue_situations import NAMED
from scripts.situations import MARIA, NOW, RINGING, Actions, Forgetful

NAMES = (
    "<img src='file:///etc/passwd'>",
    "<b>Anna</b> & <i>Co</i>",
    "&lt;u&gt;Lunch&lt;/u&gt;",
    "<!DOCTYPE html><h1>Break",
    "<?xml version='1.0'?><p>",
    "< table><tr><td>&amp;_x\tTab",
)
might_be_rich = GuiQt.mightBeRichText
SOURCES = Path(__file__).parents[3] / "cti_desk"


@pytest.mark.parametrize("name", NAMES)
def test_words_look_the_same_and_are_no_markup(name: str) -> None:
    assert might_be_rich(name)
    assert not might_be_rich(plain(name))
    assert plain(name).replace("\u2060", "") == name


@pytest.mark.parametrize("text", ["", "Anna & Co", "5 < 6 > 4", "a <- b; c &", "R&D;", "<>"])
def test_words_that_nobody_takes_for_markup_are_left_alone(text: str) -> None:
    assert not might_be_rich(plain(text))
    assert plain(text).replace("\u2060", "") == text


@given(st.text(st.sampled_from("<>/!?&;# \n\tbiaimgltxp1'=-"), max_size=30))
def test_nothing_at_all_is_markup(text: str) -> None:
    assert not might_be_rich(plain(text))
    assert not re.search(r"<[A-Za-z/!?]", plain(text))


def test_a_word_without_a_blank_fits_into_lines() -> None:
    assert wrappable("An ordinary sentence of several words, " * 9).count("\u200b") == 0
    assert wrappable("x" * 40) == "x" * 40
    broken = wrappable("see https://crm.example.com/" + "x" * 100)
    assert broken.replace("\u200b", "") == "see https://crm.example.com/" + "x" * 100
    assert max(map(len, re.split("[ \u200b]", broken))) == 40


def test_labels_and_painted_words_are_plain(qapp: QApplication) -> None:
    assert PlainLabel("<b>").textFormat() == Qt.TextFormat.PlainText
    assert plain_static("<b>").textFormat() == Qt.TextFormat.PlainText


def test_a_tooltip_that_pops_up_is_plain(qapp: QApplication) -> None:
    widget = QWidget()
    widget.show()
    pop_up_tooltip(QPoint(1, 1), NAMES[0], widget)
    assert QToolTip.text() == plain(NAMES[0])
    QToolTip.hideText()


@pytest.mark.parametrize(
    ("words", "but"),
    [
        (r"\.setToolTip\(|QToolTip\b", {"widgets/plain.py"}),
        (r"\bQLabel\(|\(QLabel\)|QStaticText\(|setTextFormat", {"widgets/plain.py"}),
        (r"RichText|setHtml|QTextDocument|QTextBrowser|QMessageBox|QErrorMessage", set()),
        (r"setWhatsThis|setStatusTip|setToolTipsVisible|showMessage", set()),
    ],
)
def test_one_place_sets_tooltips_and_labels(words: str, but: set[str]) -> None:
    """Whoever needs another way makes it plain there."""
    desktop = SOURCES / "desktop"
    found = {
        path.relative_to(desktop).as_posix()
        for path in desktop.rglob("*.py")
        if re.search(words, path.read_text(encoding="utf-8"))
    }
    assert found <= but


# -- the whole desktop


def hostile_call(name: str, call: Call, number: int) -> Call:
    remote = Remote(name, "+4930", display=name, name=name, guess=bool(number % 2))
    return replace(
        call,
        id=f"{name}{number}",
        remote=remote,
        called=name,
        queue=QueueRef(name, name),
    )


def hostile_snapshot(name: str, state: AgentState, link: LinkState) -> Snapshot:
    reason = Reason(name, name)
    agent = Agent(
        id=name,
        device=name,
        state=state,
        underlying=AgentState.NOT_READY,
        reason=reason,
        since=NOW - 5,
        pending=Pending(AgentState.NOT_READY, reason),
        note=name,
    )
    member = QueueMember(name, name, AgentState.NOT_READY, reason, NOW - 9, True)
    waiting = tuple(Waiting(name, NOW - 70, name, f"{name}{n}") for n in range(3))
    return Snapshot(
        Link(link, since=NOW, lost_at=NOW - 9, reason=name, marks=(name,)),
        agent,
        (
            *(hostile_call(name, RINGING, number) for number in range(20)),
            hostile_call(name, MARIA, 20),
            replace(hostile_call(name, MARIA, 21), local_state=ConnectionState.HELD),
        ),
        (Queue(name, name, True, state, reason, waiting, members=(member,)),),
    )


@pytest.fixture
def desk(
    qapp: QApplication, memory: Forgetful, request: pytest.FixtureRequest
) -> Iterator[Desktop]:
    name = request.param
    actions = Actions()
    actions.last = {"ended": NOW - 86400, "queue_name": name, "note": name}
    options = DesktopOptions(title=name, profile=name, theme="light", animations=False)
    desktop = Desktop(actions, memory, options)
    desktop.show()
    yield desktop
    desktop.close()


def walk() -> None:
    """Fail if any widget or model would draw rich text."""
    for widget in QApplication.allWidgets():
        for words in (widget.toolTip(), widget.statusTip(), widget.whatsThis()):
            assert not might_be_rich(words), widget
        if isinstance(widget, QLabel) and type(widget).__name__ != "QTipLabel":
            assert widget.textFormat() == Qt.TextFormat.PlainText, widget
        if isinstance(widget, QMenu):
            assert not widget.toolTipsVisible()
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            walk_model(widget)


def walk_model(view: QAbstractItemView) -> None:
    model = view.model()
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        for role in (
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.StatusTipRole,
            Qt.ItemDataRole.WhatsThisRole,
        ):
            assert not might_be_rich(str(model.data(index, role) or "")), (view, row)


def texts_of(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


@pytest.mark.parametrize("desk", NAMES, indirect=True)
@pytest.mark.parametrize("state", [AgentState.NOT_READY, AgentState.BUSY, AgentState.LOGGED_OUT])
def test_no_window_draws_a_name_as_markup(
    desk: Desktop, state: AgentState, qapp: QApplication
) -> None:
    name = desk._options.title
    table = replace(
        NAMED,
        vendor=name,
        reasons=(Reason("1", name), Reason(name, None)),
        devices=(name,),
        warnings=(name,),
        commands={
            **NAMED.commands,
            "MakeCall": not_offered(name),
            "LeaveQueue": not_offered(name),
        },
    )
    for link in LinkState:
        snapshot = hostile_snapshot(name, state, link)
        for call in snapshot.calls:
            desk.event(Event(EventType.DELIVERED, call=call))
        desk.update(DeskState(snapshot, table, NOW))
        desk._frame.stop()
        desk._refresh()
        desk.notice(name)
        desk.open_queues()
        desk.queues.update()
        desk.ask_quit()
        desk.open_state_menu()
        walk()
        desk.state_menu.close()
        desk.open_main_menu()
        desk.strip.row.calls.fold.open()
        walk()
        desk.main_menu.close()
        desk.strip.row.calls.fold.menu.close()
        desk.failure(commands.SetReady.__name__, RefusedByVendor(name, vendor=name, code=name))
        walk()
        for window in qapp.topLevelWidgets():
            if window.isVisible():
                window.grab()
    tooltips = [widget.toolTip() for widget in qapp.allWidgets()]
    assert any(plain(name) in words for words in tooltips)


@pytest.mark.parametrize("name", NAMES)
def test_a_menu_shows_an_and_sign_and_takes_a_tab_for_a_blank(theme: Theme, name: str) -> None:
    menu = Menu(theme)
    menu.line(name, key="K")
    menu.below(name)
    for text in texts_of(menu):
        words = text.split("\t")[0].replace("&&", "&")
        assert words == name.replace("\t", " ")
    menu.close()


@pytest.mark.qt_log_ignore("systemTrayWindowChanged", extend=True)
@pytest.mark.parametrize("name", NAMES)
def test_the_trays_tooltip_is_plain(theme: Theme, qapp: QApplication, name: str) -> None:
    tray = Tray(theme, name, lambda command: None, lambda call, button: None, None, lambda: True)
    tray.look()
    tray.show_state(StateView(Symbol.NOT_READY, name, name))
    assert not might_be_rich(tray.tooltip())
    assert not re.search("<[A-Za-z]", tray.tooltip())
    tray.close()
