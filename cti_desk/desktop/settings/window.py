"""The window of the settings: the form, or the password before it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cti_desk.desktop.presenters.settings_form import FormModel
from cti_desk.desktop.settings.form_view import FormView
from cti_desk.desktop.settings.gate import Gate
from cti_desk.desktop.settings.port import FormPort
from cti_desk.desktop.theme import FORM, FORM_HEIGHT, FORM_LOW, FORM_SMALL, GRID, POP_PADDING, Theme
from cti_desk.desktop.widgets.buttons import TextButton
from cti_desk.desktop.widgets.paragraph import Paragraph
from cti_desk.desktop.words import tr

_SHARE = 0.9  # of the screen, at the most


class SettingsWindow(QWidget):
    """Opened by a person, so it may take the keyboard. `closed` once it is gone."""

    closed = Signal()

    def __init__(self, theme: Theme, port: FormPort, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._theme, self._port = theme, port
        self._may_close = False
        self._area = QGuiApplication.primaryScreen().availableGeometry()
        self.form: FormView | None = None
        self.gate: Gate | None = None
        self._inside: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Settings – CTI Desk"))
        self.setAccessibleName(tr("Settings"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.enter()

    def open_on(self, area: QRect) -> None:
        """Show the window in the middle of a screen's area, and give it the keyboard."""
        self._area = area
        self._place()
        self.show()
        self.bring_up()

    def bring_up(self) -> None:
        """To the front, with the keyboard."""
        self.raise_()
        self.activateWindow()
        for view in (self.form, self.gate):
            if view is not None and self.focusWidget() is None:
                view.focus_first()

    def enter(self) -> None:
        """Start anew: may the form be opened, is a password asked?"""
        self._port.read(self._enter)

    def _enter(self) -> None:
        entry = self._port.entry()
        if entry.words:
            self._say(tr(entry.words))
        elif entry.password:
            self.gate = Gate(self._theme, self._port, self)
            self.gate.passed.connect(lambda: self._port.read(self._open))
            self.gate.given_up.connect(self.close)
            self._show(self.gate)
            self.gate.focus_first()
        else:
            self._open()

    def file_changed(self) -> None:
        """The settings have changed on the disk."""
        if self.form is not None:
            self.form.reload()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.form is not None and not self._may_close and not self.form.may_leave():
            event.ignore()
            return
        if self.form is not None:
            self.form.stop()
        self._port.close()
        event.accept()
        self.closed.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (
            QEvent.Type.ApplicationPaletteChange,
            QEvent.Type.ApplicationFontChange,
            QEvent.Type.ThemeChange,
        ):
            self._theme.refresh()

    def close_for_good(self) -> None:
        """Close without a question, because the desk ends."""
        self._may_close = True
        self.close()

    def _open(self) -> None:
        model = FormModel(self._port)
        if model.form.problem:
            self._say_broken(model.form.problem)
            return
        self.gate = None
        self.form = FormView(self._theme, self._port, model, self)
        self.form.finished.connect(self.close_for_good)
        self.form.close_asked.connect(self.close)
        self._show(self.form)
        self._place()
        self.form.focus_first()

    def _place(self) -> None:
        """In the middle of the screen; what stands before the form needs little room."""
        px = self._theme.px
        wide, high = (FORM, FORM_HEIGHT) if self.form is not None else (FORM_SMALL, FORM_LOW)
        width = min(px(wide), round(self._area.width() * _SHARE))
        height = min(px(high), round(self._area.height() * _SHARE))
        self.resize(width, height)
        place = QRect(0, 0, width, height)
        place.moveCenter(self._area.center())
        self.move(place.topLeft())

    def _say_broken(self, problem: str) -> None:
        again = TextButton(self._theme, tr("Look again"), "primary")
        again.clicked.connect(self.enter)
        self._say(problem, again)
        again.setFocus()

    def _say(self, words: str, *buttons: TextButton) -> None:
        px = self._theme.px
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(*4 * [px(POP_PADDING)])
        column.setSpacing(px(3 * GRID))
        column.addWidget(Paragraph(self._theme, tr("Settings"), "big", parent=inside))
        column.addWidget(Paragraph(self._theme, words, parent=inside))
        for button in buttons:
            column.addWidget(button)
        column.addStretch()
        close = TextButton(self._theme, tr("Close"))
        close.clicked.connect(self.close)
        column.addWidget(close)
        self._show(inside)
        close.setFocus()

    def _show(self, widget: QWidget) -> None:
        if self._inside is not None:
            self._column.removeWidget(self._inside)
            self._inside.hide()
            self._inside.deleteLater()
        self._inside = widget
        self._column.addWidget(widget)

    def _restyle(self) -> None:
        self.setPalette(self._theme.palette())
        self.setFont(self._theme.font("text"))
