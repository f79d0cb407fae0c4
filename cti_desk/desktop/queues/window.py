"""The queue panel's window: search, order, the list, and what is said around it."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from cti_desk.desktop.presenters.queue_panel import banner, empty_text, foot, is_stale
from cti_desk.desktop.presenters.queue_rows import SORTS, Block, Head, Wish
from cti_desk.desktop.presenters.queues import Scene
from cti_desk.desktop.queues.foot import Foot
from cti_desk.desktop.queues.model import QueueModel
from cti_desk.desktop.queues.view import QueueView
from cti_desk.desktop.theme import GRID, PADDING, PANEL, PANEL_LOW, PANEL_SMALL, Theme
from cti_desk.desktop.widgets.buttons import IconButton
from cti_desk.desktop.widgets.edit import Edit
from cti_desk.desktop.widgets.hairline import Hairline
from cti_desk.desktop.widgets.menu import Menu
from cti_desk.desktop.widgets.paragraph import Paragraph
from cti_desk.desktop.words import tr


class QueueWindow(QWidget):
    """An ordinary window with the system's frame. Closing it hides it.

    `wished` carries another `Wish`, `asked` a queue whose membership is to change; `uncovered`
    comes when a window that stood in the task bar is back, `seen_changed` whenever `is_seen` may
    be another.
    """

    wished = Signal(object)
    asked = Signal(str)
    hidden = Signal()
    uncovered = Signal()
    seen_changed = Signal()

    def __init__(self, theme: Theme, now: Callable[[], float], wish: Wish) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.theme, self.wish = theme, wish
        self.model = QueueModel(self)
        self.view = QueueView(theme, self.model, now, self)
        self.search = Edit(theme, tr("Search queues, callers and members"), self, PANEL)
        self.search.setMinimumWidth(theme.px(PANEL_LOW))
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.order = IconButton(theme, "ellipsis-vertical", tr("Order"), "flat", parent=self)
        self.menu = Menu(theme)
        self.banner = Paragraph(theme, role="small", colour="warning", parent=self)
        self.nothing = Paragraph(theme, colour="dim", parent=self)
        self.foot = Foot(theme, self)
        self.setWindowTitle(f"{tr('Queues')} – CTI Desk")
        self.setAccessibleName(tr("Queues"))
        self.setMinimumSize(theme.px(PANEL_SMALL), theme.px(PANEL_LOW))
        self._lay_out()
        self._wire()
        self._restyle()

    def show_blocks(self, blocks: tuple[Block, ...], scene: Scene) -> None:
        """Show these rows; what is chosen stays chosen."""
        before = self.model.scene
        number = self.view.currentIndex().row()
        key = self.model.row(number).key if number >= 0 else None
        self.model.scene = scene
        self.view.setAutoScroll(False)  # what comes and goes elsewhere moves nothing here
        self.model.show(blocks)
        stale = self.view.delegate.stale = is_stale(scene.snapshot)
        self._keep_current(key, number)
        self.view.setAutoScroll(True)
        if (before.asked, before.options) != (scene.asked, scene.options) or (
            before.table is not scene.table or before.snapshot.link is not scene.snapshot.link
        ):
            self.view.viewport().update()
        self.banner.show_text(banner(scene), "warning" if stale else "dim")
        self._stack.setCurrentIndex(0 if blocks else 1)
        if not blocks:
            self.nothing.show_text(empty_text(scene, self.wish.search))
        self._show_foot()

    def take_keyboard(self) -> None:
        """Come to the front: somebody asked for the panel."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.view.currentIndex().isValid():
            self.view.go_to(0)

    def is_seen(self) -> bool:
        """Whether anybody can look at it."""
        return self.isVisible() and not self.isMinimized()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.search.text():
                self.search.clear()
            else:
                self.close()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.hidden.emit()
        self.seen_changed.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        kinds = QEvent.Type
        if event.type() in (
            kinds.ApplicationPaletteChange,
            kinds.ApplicationFontChange,
            kinds.ThemeChange,
        ):
            self.theme.refresh()
        elif event.type() == kinds.WindowStateChange:
            self.view.rest()
            if self.is_seen():
                self.uncovered.emit()
            self.seen_changed.emit()

    def open_order_menu(self) -> None:
        """Choose the order of queues and members."""
        self.menu.empty()
        words = {
            "name": tr("Queues by name"),
            "waiting": tr("Most waiting first"),
            "longest": tr("Longest wait first"),
        }
        for sort in SORTS:
            self.menu.line(words[sort], _call(self._order, sort), checked=self.wish.sort == sort)
        self.menu.section()
        by_state = self.wish.by_state
        self.menu.line(tr("Members by name"), _call(self._by_state, False), checked=not by_state)
        self.menu.line(tr("Members by state"), _call(self._by_state, True), checked=by_state)
        self.menu.section()
        self.menu.line(tr("Expand all"), _call(self._turn_all, True))
        self.menu.line(tr("Collapse all"), _call(self._turn_all, False))
        self.menu.popup_at(self.order)

    def open_row_menu(self, point: QPoint) -> None:
        """What can be done with the queue that the keyboard is on."""
        head = self.view.current_head()
        if head is None:
            return
        self.menu.empty()
        words = tr("Collapse") if head.is_open else tr("Expand")
        self.menu.line(words, _call(self._turn, head.id))
        known = foot(head, self.model.scene)
        if known.toggle.command is not None:
            self.menu.line(known.toggle.words, _call(self.asked.emit, head.id), key="Ctrl+J")
        elif known.toggle.why:
            self.menu.line(known.toggle.why)
        self.menu.popup(point)

    def _ask(self) -> None:
        head = self.view.current_head()
        if head is not None:
            self.asked.emit(head.id)

    def _turn(self, queue: str) -> None:
        self._wish(turned=self.wish.turned ^ {queue})

    def _turn_all(self, on: bool) -> None:
        heads = (self.model.row(at) for at in range(self.model.rowCount()))
        other = {head.id for head in heads if isinstance(head, Head) and head.is_open != on}
        self._wish(turned=self.wish.turned ^ other)

    def _order(self, sort: str) -> None:
        self._wish(sort=sort)

    def _by_state(self, on: bool) -> None:
        self._wish(by_state=on)

    def _search(self, text: str) -> None:
        self._wish(search=text)

    def _wish(self, **changes: object) -> None:
        values = {name: getattr(self.wish, name) for name in self.wish.__struct_fields__}
        self.wish = Wish(**{**values, **changes})
        self.wished.emit(self.wish)

    def _type(self, text: str) -> None:
        """Typing in the list searches."""
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.insert(text)

    def _keep_current(self, key: Hashable, number: int) -> None:
        """If the current row has gone, put the keyboard on the row in its place."""
        current = self.view.currentIndex().row()
        if key is None or (current >= 0 and self.model.row(current).key == key):
            return
        place = self.model.place(key)
        self.view.go_to(place if place >= 0 else min(number, self.model.rowCount() - 1))

    def _show_foot(self) -> None:
        self.foot.show_view(foot(self.view.current_head(), self.model.scene))

    def _lay_out(self) -> None:
        px = self.theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(px(PADDING), px(2 * GRID), px(2 * GRID), px(2 * GRID))
        top.setSpacing(px(2 * GRID))
        top.addWidget(self.search, 1)
        top.addWidget(self.order)
        column.addLayout(top)
        around = px(PADDING)
        self.banner.setContentsMargins(around, 0, around, px(2 * GRID))
        column.addWidget(self.banner)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.view)
        self.nothing.setContentsMargins(around, around, around, around)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._stack.addWidget(self.nothing)
        column.addWidget(Hairline(self.theme, across=True))
        column.addLayout(self._stack, 1)
        column.addWidget(Hairline(self.theme, across=True))
        column.addWidget(self.foot)

    def _wire(self) -> None:
        self.search.textChanged.connect(self._search)
        self.order.clicked.connect(self.open_order_menu)
        self.view.turned.connect(self._turn)
        self.view.asked.connect(self.asked)
        self.view.typed.connect(self._type)
        self.view.menu_asked.connect(self.open_row_menu)
        self.view.current_moved.connect(self._show_foot)
        self.foot.pressed.connect(self._ask)
        self.theme.changed.connect(self._restyle)
        for keys, call in (
            ("Ctrl+F", self._to_search),
            ("Ctrl+J", self._ask),
            ("Ctrl+W", self.close),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(call)

    def _to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _restyle(self) -> None:
        self.setPalette(self.theme.palette())
        self.setFont(self.theme.font("text"))


def _call(method: Callable[..., None], value: object) -> Callable[[], None]:
    return lambda: method(value)
