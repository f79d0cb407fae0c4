"""The form itself: pages, and a foot that saves them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cti_desk.declarations.forms import FormGroup, Path, Saved
from cti_desk.desktop.presenters.settings_form import FormModel
from cti_desk.desktop.settings.foot import Foot
from cti_desk.desktop.settings.page import Page
from cti_desk.desktop.settings.port import FormPort
from cti_desk.desktop.settings.protection import ProtectionBox
from cti_desk.desktop.settings.sidebar import Sidebar
from cti_desk.desktop.settings.telephone_page import TelephonePage
from cti_desk.desktop.theme import Theme
from cti_desk.desktop.widgets.buttons import TextButton
from cti_desk.desktop.widgets.hairline import Hairline
from cti_desk.desktop.widgets.paragraph import Paragraph
from cti_desk.desktop.words import tr

_LOG = "log"


class FormView(QWidget):
    """`close_asked` by a button; `finished`: nothing is left to ask, it may be closed."""

    close_asked = Signal()
    finished = Signal()

    def __init__(
        self, theme: Theme, port: FormPort, model: FormModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._port, self.model = theme, port, model
        self._saving = self._closing = False
        self.telephone = TelephonePage(theme, model, port)
        self.pages: list[Page | TelephonePage] = [self.telephone]
        titles = [tr("Telephone system")]
        for group in model.form.groups:
            titles.append(tr(group.title))
            self.pages.append(self._group_page(group))
        titles.append(tr("Protection"))
        self.protection = ProtectionBox(theme, port)
        self.pages.append(self._protection_page())
        # Made in the order in which Tab goes through them.
        self.side = Sidebar(theme, titles, self)
        self.stack = QStackedWidget(self)
        for page in self.pages:
            self.stack.addWidget(page)
            page.changed.connect(self._changed)
        self.foot = Foot(theme, self)
        self._lay_out()
        self.side.currentRowChanged.connect(self.stack.setCurrentIndex)
        self.side.setCurrentRow(0)
        self.foot.save.connect(self.save)
        self.foot.close_asked.connect(self.close_asked)
        self.foot.discard.connect(self.finished)
        self.protection.done.connect(self.reload)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self).activated.connect(self.save)
        self.refresh()
        self.telephone.ask_for_secrets()

    def refresh(self) -> None:
        """Show everything as the model has it."""
        self.telephone.refresh()
        for page in self.pages:
            if isinstance(page, Page):
                page.refresh()
        self.protection.show_state(self.model.form.protection)
        self._show_state()

    def reload(self) -> None:
        """The file, or what the administrator says, may be others now."""
        self._port.read(self._reload)

    def _reload(self) -> None:
        if self._saving:
            return  # what is saved is read again behind it
        was_broken = bool(self.model.form.problem)
        self.model.reload()
        if self._say_broken():
            return
        if was_broken:
            self.foot.say("")
        self.refresh()

    def save(self) -> None:
        """Save what is typed, or go where something is wrong."""
        if self._saving or not self.model.dirty:
            return
        if not self.model.trying_to_save():
            self._show_notes()
            self.foot.say(self.model.elsewhere() or tr("Not saved: something is wrong."), "danger")
            self._go_to(self.model.first_problem())
            return
        self._saving = True
        self.stack.setEnabled(False)
        self.foot.can_save(False)
        self.foot.say(tr("Saving…"))
        self._port.save(self.model.changes, self.model.secrets, self._saved)

    def may_leave(self) -> bool:
        """Whether the form may be closed now; asks first what becomes of unsaved changes."""
        if not self._saving and not self.model.dirty:
            return True
        self._closing = True
        if not self._saving:
            self.foot.ask()
        return False

    def stop(self) -> None:
        """End what runs."""
        self.telephone.stop()

    def focus_first(self) -> None:
        """Give the keyboard to where one begins."""
        self.telephone.bar.focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save()
        else:
            super().keyPressEvent(event)

    def _saved(self, result: Saved) -> None:
        self._saving = False
        self.stack.setEnabled(True)
        closing, self._closing = self._closing, False
        self.foot.calm()
        self.model.saved(result)
        if self._say_broken():
            return
        self.refresh()
        if result.failure:
            words = result.failure
            if result.changed_meanwhile:
                words = tr("Not saved: the file was changed meanwhile. Look, and save again.")
            self.foot.say(tr(words), "danger")
            self._go_to(result.at or self.model.first_problem())
            return
        self.telephone.ask_for_secrets()
        self.foot.say(tr("Saved, and in force."), "dim")
        if closing:
            self.finished.emit()

    def _say_broken(self) -> bool:
        """A file that cannot be read is not written; what was typed stays to be seen."""
        problem = self.model.form.problem
        if problem:
            self.foot.say(problem, "danger")
        return bool(problem)

    def _changed(self) -> None:
        self._closing = False
        self.foot.calm()
        self.foot.say("")
        self._show_state()

    def _show_state(self) -> None:
        self._show_notes()
        self.foot.can_save(self.model.dirty and not self._saving)

    def _show_notes(self) -> None:
        for index, each in enumerate(self.pages):
            page = each.page if isinstance(each, TelephonePage) else each
            page.show_notes()
            self.side.mark_wrong(index, any(self.model.note(path) for path in page.rows))

    def _go_to(self, path: Path | None) -> None:
        for index, page in enumerate(self.pages):
            if path is not None and page.go_to(path):
                self.side.setCurrentRow(index)
                page.go_to(path)  # once it is on the screen
                return

    def _group_page(self, group: FormGroup) -> Page:
        page = Page(self._theme, self.model, tr(group.title), tr(group.about))
        page.show_fields(group.fields)
        if group.key == _LOG:
            button = TextButton(self._theme, tr("Open the debug log"))
            button.clicked.connect(self._open_log)
            self._log_words = Paragraph(self._theme, self._port.log_file(), "small", "dim")
            self._log_words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            page.add(button)
            page.add(self._log_words)
        return page

    def _open_log(self) -> None:
        self._port.open_log(lambda why: self.foot.say(tr(why), "danger"))

    def _protection_page(self) -> Page:
        about = tr(
            "The form can ask for a password before it opens. That keeps honest people out on a "
            "shared computer, and no more: the settings file holds only a salted hash of the "
            "password, and anybody who may edit that file can remove it. If others must not "
            "change the file, an administrator has to protect it."
        )
        page = Page(self._theme, self.model, tr("Protection"), about)
        page.add(self.protection)
        return page

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.side)
        row.addWidget(Hairline(self._theme, parent=self))
        row.addWidget(self.stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(Hairline(self._theme, across=True, parent=self))
        column.addWidget(self.foot)
