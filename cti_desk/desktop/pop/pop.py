"""One screen-pop. It never takes the keyboard, not even when it is clicked."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cti_desk.desktop.pop.chips import Chips
from cti_desk.desktop.pop.last_time import LastTime
from cti_desk.desktop.presenters.call_buttons import ButtonView
from cti_desk.desktop.presenters.pop import PopView
from cti_desk.desktop.theme import ACCENT_BAR, CONTROL, GRID, POP, POP_PADDING, Theme
from cti_desk.desktop.widgets.breath import Breath
from cti_desk.desktop.widgets.buttons import IconButton, TextButton
from cti_desk.desktop.widgets.name import Name
from cti_desk.desktop.widgets.panel import Panel
from cti_desk.desktop.widgets.text import Line
from cti_desk.desktop.words import tr


class Pop(Panel):
    """``pressed`` carries the call's id and the button; ``crm`` and ``dismissed`` the id."""

    pressed = Signal(str, object)
    crm = Signal(str)
    dismissed = Signal(str)

    def __init__(self, theme: Theme, breath: Breath) -> None:
        super().__init__(
            theme,
            Qt.WindowType.Tool
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus,
        )
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._breath = breath
        self.view: PopView | None = None
        inner = POP - ACCENT_BAR - 2 * POP_PADDING
        self._who = Name(theme, "big", inner - CONTROL, parent=self)
        self._number = Line(theme, "number", "dim", longest=inner, parent=self)
        self._chips = Chips(theme, self)
        self._last = LastTime(theme, self)
        self._hint = Line(theme, "small", "dim", parent=self)
        self._more = Line(theme, "small", "text", parent=self)
        self._close = IconButton(theme, "x", tr("Dismiss"), "flat", parent=self)
        self._close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._close.clicked.connect(self._dismiss)
        self._controls = QWidget(self)
        self._row = QHBoxLayout(self._controls)
        self._row.setContentsMargins(0, 0, 0, 0)
        theme.changed.connect(self.lay_out)
        breath.moved.connect(self._breathe)

    def show_view(self, view: PopView) -> None:
        """Show a call. The caller decides about the place."""
        if view == self.view:
            return
        before, self.view = self.view, view
        self._who.show_text(view.who)
        self._number.show_text(view.number)
        self._chips.show_texts(() if view.small else view.chips)
        self._last.show_last(None if view.small else view.last)
        self._hint.show_text(view.hint)
        self._more.show_text(view.more)
        self.setAccessibleName(view.spoken)
        self.setWindowTitle(f"{view.who} – CTI Desk")
        if before is None or (before.buttons, before.crm) != (view.buttons, view.crm):
            self._rebuild(view)
        self.lay_out()
        self.update()

    def buttons(self) -> list[IconButton | TextButton]:
        """The buttons offered, in order."""
        items = (self._row.itemAt(index) for index in range(self._row.count()))
        found = (item.widget() for item in items if item is not None)
        return [one for one in found if isinstance(one, IconButton | TextButton)]

    def lay_out(self) -> None:
        """Stack what is shown; the pop is as high as that needs."""
        px = self.theme.px
        left, width = px(ACCENT_BAR + POP_PADDING - GRID), px(POP)
        inner = width - left - px(POP_PADDING)
        y = px(POP_PADDING - GRID)
        # Beside the close button: what is written from right to left begins at the right.
        for part, room in ((self._who, inner - px(CONTROL)), (self._number, inner)):
            if not part.isHidden():
                part.setGeometry(left, y, room, part.sizeHint().height())
                y += part.height() + px(GRID) // 2
        y += px(5 * GRID) // 2
        close = px(CONTROL)
        self._close.setGeometry(width - close - px(2 * GRID), px(2 * GRID), close, close)
        for block in (self._chips, self._last):
            if not block.isHidden():
                high = self._high(block, inner)
                block.setGeometry(left, y, inner, high)
                y += high + px(3 * GRID)
        y = self._lay_out_controls(left, y, inner)
        if not self._more.isHidden():
            high = self._more.sizeHint().height()
            self._more.setGeometry(left, y + px(2 * GRID), inner, high)
            y += high + px(2 * GRID)
        self.setFixedSize(width, y + px(POP_PADDING - GRID))

    def paint_inside(self, painter: QPainter, inside: QPainterPath) -> None:
        if self.view is None:
            return
        colour = QColor(self.theme.colours.accent)
        if self.view.ringing:
            colour.setAlphaF(self._breath.opacity())
        painter.fillRect(QRectF(0, 0, self.theme.px(ACCENT_BAR), self.height()), colour)

    def _high(self, block: QWidget, width: int) -> int:
        if isinstance(block, Chips):
            return block.height_for(width)
        return block.heightForWidth(width)

    def _lay_out_controls(self, left: int, y: int, inner: int) -> int:
        hint = self._controls.sizeHint() if self._row.count() else None
        high = self.theme.px(CONTROL) if hint else self._hint.sizeHint().height()
        if hint is None and self._hint.isHidden():
            return y - self.theme.px(2 * GRID)
        if hint is not None:
            x = left + inner - hint.width()
            self._controls.setGeometry(x, y, hint.width(), high)
        self._hint.setGeometry(left, y, self._hint.sizeHint().width(), high)
        return y + high

    def _rebuild(self, view: PopView) -> None:
        while (item := self._row.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._row.setSpacing(self.theme.px(2 * GRID))
        for button in view.buttons:
            self._row.addWidget(self._button(button))
        if view.crm:
            crm = TextButton(self.theme, tr("Open in CRM"), "primary", self._controls)
            crm.clicked.connect(self._open_crm)
            self._row.addWidget(crm)
        for made in self.buttons():
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            made.show()
        self._controls.setVisible(bool(self._row.count()))

    def _button(self, view: ButtonView) -> IconButton:
        made = IconButton(self.theme, view.icon, view.label, view.tone, parent=self._controls)
        made.about = view
        made.told.connect(self._press)
        return made

    def _press(self, button: ButtonView) -> None:
        self.pressed.emit(self._id(), button)

    def _open_crm(self) -> None:
        self.crm.emit(self._id())

    def _dismiss(self) -> None:
        self.dismissed.emit(self._id())

    def _id(self) -> str:
        return self.view.call_id if self.view else ""

    def _breathe(self) -> None:
        if self.isVisible() and self.view is not None and self.view.ringing:
            self.update(0, 0, self.theme.px(ACCENT_BAR), self.height())
