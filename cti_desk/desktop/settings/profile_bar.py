"""Chooses the profile that is shown and used; adds and removes profiles. No windows of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cti_desk.declarations.forms import Form
from cti_desk.desktop.presenters.settings_form import FormModel
from cti_desk.desktop.settings.choice import Choice
from cti_desk.desktop.theme import FORM_LABEL, GRID, Theme
from cti_desk.desktop.widgets.buttons import TextButton
from cti_desk.desktop.widgets.edit import Edit
from cti_desk.desktop.widgets.paragraph import Paragraph
from cti_desk.desktop.words import tr

_USUAL_NAME = "office"


class ProfileBar(QWidget):
    """`changed`: another profile, one more, or one less; the model has it already."""

    changed = Signal()

    def __init__(self, theme: Theme, model: FormModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._model = theme, model
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(2 * GRID))
        self.choice = Choice(theme)
        self.choice.setAccessibleName(tr("Profile"))
        self.add = TextButton(theme, tr("Add…"))
        self.remove = TextButton(theme, tr("Remove"), "flat")
        self._chosen = self._row(tr("Profile"), self.choice, self.add, self.remove)
        self.why = Paragraph(theme, "", "small", "dim", self)
        self._column.addWidget(self.why)
        self._make_new()
        self._make_question()
        self.choice.currentIndexChanged.connect(self._choose)
        self.add.clicked.connect(self._begin)
        self.remove.clicked.connect(self._ask)
        self._adding = False

    def refresh(self) -> None:
        """Show the profiles as the model has them."""
        form, profile = self._model.form, self._model.profile
        self.choice.offer((each.name, _words(form, each.name)) for each in form.profiles)
        self.choice.choose(profile.name if profile is not None else "")
        first = not form.profiles
        self._chosen.setVisible(not first)
        may_add = not form.profiles_locked
        self.add.setEnabled(may_add)
        self.remove.setEnabled(may_add and profile is not None and not profile.locked)
        self._new.setVisible((self._adding or first) and may_add)
        self.cancel.setVisible(not first)
        self._question.hide()
        self.why.show_text(self._why(form, first))
        self.problem.show_text("")
        self._offer_vendors(form)

    def focus_first(self) -> None:
        """Give the keyboard to where one begins."""
        target = self.choice if self._model.form.profiles else self.name
        target.setFocus()

    # -- adding

    def _make_new(self) -> None:
        self._new = QWidget(self)
        column = QVBoxLayout(self._new)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.px(2 * GRID))
        self.name = _Name(self._theme, "", self._new)
        self.name.setAccessibleName(tr("Name of the new profile"))
        self.vendor = Choice(self._theme, self._new)
        self.vendor.setAccessibleName(tr("Telephone system"))
        self.begin = TextButton(self._theme, tr("Add profile"), "primary")
        self.cancel = TextButton(self._theme, tr("Cancel"), "flat")
        self.problem = Paragraph(self._theme, "", "small", "danger", self._new)
        column.addWidget(self._row(tr("Telephone system"), self.vendor))
        column.addWidget(self._row(tr("Name"), self.name, self.begin, self.cancel))
        column.addWidget(self.problem)
        self._column.addWidget(self._new)
        self.begin.clicked.connect(self._add)
        self.cancel.clicked.connect(self._cancelled)
        self.name.entered.connect(self._add)
        self.name.left.connect(self._cancelled)
        self.name.setText(_USUAL_NAME)

    def _offer_vendors(self, form: Form) -> None:
        if self.vendor.count() != len(form.vendors):
            self.vendor.offer(form.vendors)

    def _begin(self) -> None:
        self._adding = True
        self.name.setText(_USUAL_NAME if self._model.form.profile(_USUAL_NAME) is None else "")
        self.refresh()
        self.name.setFocus()
        self.name.selectAll()

    def _add(self) -> None:
        vendor = self.vendor.currentData()
        wrong = self._model.add_profile(self.name.text(), vendor) if vendor else tr("Choose one.")
        if wrong:
            self.problem.show_text(wrong)
            self.name.setFocus()
            return
        self._adding = False
        self.refresh()
        self.changed.emit()

    def _cancelled(self) -> None:
        if self._model.form.profiles:
            self._adding = False
            self.refresh()
            self.add.setFocus()
        else:
            self.window().close()

    # -- removing

    def _make_question(self) -> None:
        self._question = QWidget(self)
        row = QHBoxLayout(self._question)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.px(2 * GRID))
        self._asked = Paragraph(self._theme, "", parent=self._question)
        self.really = TextButton(self._theme, tr("Remove"), "danger")
        self.keep = TextButton(self._theme, tr("Keep"))
        row.addWidget(self._asked, 1)
        row.addWidget(self.really)
        row.addWidget(self.keep)
        self._column.addWidget(self._question)
        self.really.clicked.connect(self._remove)
        self.keep.clicked.connect(self.refresh)

    def _ask(self) -> None:
        profile = self._model.profile
        if profile is None:
            return
        words = tr("Remove “{name}” with its secrets, when you save?", name=profile.name)
        self._asked.show_text(words)
        self._question.show()
        self.keep.setFocus(Qt.FocusReason.TabFocusReason)

    def _remove(self) -> None:
        profile = self._model.profile
        if profile is not None:
            self._model.remove_profile(profile.name)
        self.refresh()
        self.changed.emit()

    # -- choosing

    def _choose(self, index: int) -> None:
        if index >= 0:
            self._model.show_profile(self.choice.itemData(index))
            self.refresh()
            self.changed.emit()

    def _why(self, form: Form, first: bool) -> str:
        if first and form.profiles_locked:
            return tr("Profiles are set by your administrator, who has set none yet.")
        if first:
            return tr("CTI Desk does not know your telephone system yet. Add a profile for it.")
        profile = self._model.profile
        words = [tr(form.chosen_why)] if form.chosen_why else []
        if profile is not None and profile.secrets == "simulator":
            words.append(tr("This is a simulator's profile: not a real telephone system."))
        if profile is not None and not form.chosen_locked and profile.name == form.chosen:
            return " ".join(words)
        if form.chosen_locked and not form.chosen_why:
            words.append(tr("The profile in use is set by your administrator."))
        return " ".join(words)

    def _row(self, words: str, *widgets: QWidget) -> QWidget:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.px(2 * GRID))
        label = Paragraph(self._theme, words, parent=line)
        label.setFixedWidth(self._theme.px(FORM_LABEL) + self._theme.px(2 * GRID))
        label.setBuddy(widgets[0])
        row.addWidget(label)
        for widget in widgets:
            row.addWidget(widget)
        row.addStretch()
        self._column.addWidget(line)
        return line


class _Name(Edit):
    """Return adds, Escape does not: neither is the window's while one types here."""

    entered = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _words(form: Form, name: str) -> str:
    profile = form.profile(name)
    return f"{name} – {profile.title}" if profile is not None and profile.title else name
