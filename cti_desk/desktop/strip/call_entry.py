"""One call of the strip: who, from where, how long, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cti_desk.desktop.actions import DeskActions
from cti_desk.desktop.presenters.call_buttons import ButtonView
from cti_desk.desktop.presenters.calls import CallView
from cti_desk.desktop.strip.call_menu import add_call
from cti_desk.desktop.strip.inline_field import InlineField
from cti_desk.desktop.theme import GRID, LONGEST_WHO, PADDING, RADIUS, Theme
from cti_desk.desktop.widgets.breath import Breath
from cti_desk.desktop.widgets.buttons import IconButton
from cti_desk.desktop.widgets.hairline import Hairline
from cti_desk.desktop.widgets.mark import Mark
from cti_desk.desktop.widgets.menu import Menu
from cti_desk.desktop.widgets.plain import show_tooltip
from cti_desk.desktop.widgets.text import Line


class CallEntry(QWidget):
    """``pressed`` carries the call's id and the button; ``resized`` asks for a new layout."""

    pressed = Signal(str, object)
    resized = Signal()

    def __init__(
        self, theme: Theme, actions: DeskActions, breath: Breath, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._actions, self._breath = theme, actions, breath
        self._view: CallView | None = None
        self._mark = Mark(theme, "arrow-down-left")
        self._who = Line(theme, "strong", longest=LONGEST_WHO)
        self._line = Line(theme, "small", "dim", longest=LONGEST_WHO)
        self._status = Line(theme, "text", "dim")
        self._hint = Line(theme, "small", "dim")
        self._buttons: list[IconButton] = []
        self._menu: Menu | None = None
        self._ringed = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.field: InlineField | None = None
        self._build()

    def _build(self) -> None:
        px = self._theme.px
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self._mark)
        self._row.insertWidget(0, Hairline(self._theme))
        self._row.insertSpacing(1, px(PADDING))
        self._row.addSpacing(px(2 * GRID))
        self._row.addLayout(_stacked(self._who, self._line))
        self._row.addSpacing(px(PADDING))
        self._row.addLayout(_stacked(self._status, self._hint))
        self._controls = QHBoxLayout()
        self._controls.setSpacing(px(2 * GRID))
        self._controls.setContentsMargins(px(PADDING), 0, px(PADDING), 0)
        self._row.addLayout(self._controls)

    def open_menu(self) -> None:
        """Show everything that can be done with the call, for keyboard and right click."""
        if self._view is None or not (self._view.buttons or self._view.more):
            return
        if self._menu is None:
            self._menu = Menu(self._theme, self)
        self._menu.empty()
        add_call(self._menu, self._view, self.pressed.emit)
        self._menu.popup_at(self._who, self)

    def has_menu_open(self) -> bool:
        """Whether the call's menu is on the screen."""
        return self._menu is not None and self._menu.isVisible()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.open_menu()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Menu):
            self.open_menu()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not (self._ringed and self.hasFocus()):
            return
        painter, px = QPainter(self), self._theme.px
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colours.accent, 2))
        box = self.rect().adjusted(px(GRID), px(GRID) // 2, -px(GRID) // 2, -px(GRID) // 2)
        painter.drawRoundedRect(box, px(RADIUS), px(RADIUS))
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        reasons = Qt.FocusReason
        self._ringed = event.reason() in (reasons.TabFocusReason, reasons.BacktabFocusReason)
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def call_id(self) -> str:
        """The call shown."""
        return self._view.id if self._view else ""

    def buttons(self) -> list[IconButton]:
        """The buttons offered, in order."""
        return self._buttons

    def width_needed(self) -> int:
        """What the entry needs to be readable."""
        self._row.invalidate()
        self.updateGeometry()
        return self._row.sizeHint().width()

    def show_view(self, view: CallView) -> None:
        """Show a call; buttons are built anew only when other ones are offered."""
        before, self._view = self._view, view
        icon = "arrow-down-left" if view.arrow == "in" else "arrow-up-right"
        self._mark.picture(icon)
        self._mark.breathe(self._breath if view.ringing else None)
        self._who.show_text(view.who)
        self._line.show_text(view.line)
        self._status.show_text(view.status)
        self._hint.show_text(view.hint if view.ringing or not view.buttons else "")
        self.setAccessibleName(view.spoken)
        show_tooltip(self, view.spoken)
        if before is None or before.buttons != view.buttons:
            self._rebuild(view.buttons)

    def open_field(self, button: ButtonView) -> InlineField:
        """Show a field for the number or digits that a button asks for."""
        self.close_field()
        self.field = InlineField(self._theme, self._actions, button)
        self.field.closed.connect(self.close_field)
        for control in self._buttons:
            control.hide()
        self._controls.addWidget(self.field)
        self.field.show()
        self.resized.emit()
        self.field.take_keyboard()
        return self.field

    def close_field(self) -> None:
        """Take the field away and show the buttons again."""
        if self.field is None:
            return
        self._controls.removeWidget(self.field)
        self.field.hide()
        self.field.deleteLater()
        self.field = None
        for control in self._buttons:
            control.show()
        self.resized.emit()

    def _rebuild(self, views: tuple[ButtonView, ...]) -> None:
        for old in self._buttons:
            self._controls.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._buttons = [self._button(view) for view in views]
        for index, button in enumerate(self._buttons):
            self._controls.insertWidget(index, button)
            button.setVisible(self.field is None)

    def _press(self, button: ButtonView) -> None:
        self.pressed.emit(self.call_id(), button)

    def _button(self, view: ButtonView) -> IconButton:
        button = IconButton(self._theme, view.icon, view.label, view.tone, parent=self)
        button.about = view
        button.told.connect(self._press)
        return button


def _stacked(upper: QWidget, lower: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addStretch(1)
    column.addWidget(upper, 0, Qt.AlignmentFlag.AlignLeft)
    column.addWidget(lower, 0, Qt.AlignmentFlag.AlignLeft)
    column.addStretch(1)
    return column
