"""The profile's page: which one, its fields, and the test of its connection."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cti_desk.declarations.forms import Path, ProfileForm
from cti_desk.desktop.presenters.settings_form import FormModel
from cti_desk.desktop.settings.page import Page
from cti_desk.desktop.settings.port import FormPort, Stored
from cti_desk.desktop.settings.profile_bar import ProfileBar
from cti_desk.desktop.settings.secret import Secret
from cti_desk.desktop.settings.trial_view import TrialView
from cti_desk.desktop.theme import PADDING, POP_PADDING, Theme
from cti_desk.desktop.widgets.hairline import Hairline
from cti_desk.desktop.words import tr


class TelephonePage(QWidget):
    """`changed` tells that something was typed or chosen; the model has it already."""

    changed = Signal()

    def __init__(
        self, theme: Theme, model: FormModel, port: FormPort, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model, self._port = model, port
        self._shown: ProfileForm | None = None
        self.page = Page(theme, model, tr("Telephone system"), "", self)
        self.bar = ProfileBar(theme, model)
        self.page.add(self.bar)
        self.page.above_rows = self.bar.keep
        self.trial = TrialView(theme, self)
        self._below = QWidget(self)
        below = QVBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(Hairline(theme, across=True, parent=self._below))
        padded = QVBoxLayout()
        padded.setContentsMargins(theme.px(POP_PADDING), *3 * [theme.px(PADDING)])
        padded.addWidget(self.trial)
        below.addLayout(padded)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.page, 1)
        column.addWidget(self._below)
        self.bar.changed.connect(self._profile_changed)
        self.page.changed.connect(self._typed)
        self.trial.asked.connect(self._try)

    def refresh(self) -> None:
        """Show the profile as the model has it; its rows are built anew when they are others."""
        profile = self._model.profile
        self.bar.refresh()
        if _parts(profile) != _parts(self._shown):
            self.trial.clear()
            self.page.show_fields(profile.group.fields if profile is not None else ())
            self._fix_secrets(profile)
        else:
            self.page.refresh()
        self._shown = profile
        self._below.setVisible(profile is not None and profile.can_try)

    def ask_for_secrets(self) -> None:
        """Ask which secrets are kept."""
        profile = self._model.profile
        if profile is None or profile.secrets != "keyring":
            return
        name = profile.name
        self._show_stored(name, {})
        secret = [each.path[-1] for each in profile.group.fields if each.field.kind == "secret"]
        self._port.stored(name, tuple(secret), lambda found: self._show_stored(name, found))

    def go_to(self, path: Path) -> bool:
        """Give a setting the keyboard; false if it is not shown here."""
        return self.page.go_to(path)

    def stop(self) -> None:
        """End what runs."""
        self.trial.clear()

    def _show_stored(self, profile: str, found: Mapping[str, Stored]) -> None:
        for path, row in self.page.rows.items():
            if path[:2] != ("profiles", profile) or not isinstance(row.control, Secret):
                continue
            stored = found.get(path[-1])
            row.control.show_stored(stored)
            self._model.tell(path, tr(stored.words) if stored is not None else "")
        self.page.show_notes()

    def _fix_secrets(self, profile: ProfileForm | None) -> None:
        if profile is None or profile.secrets == "keyring":
            return
        simulated = profile.secrets == "simulator"
        words = tr("comes from the simulator") if simulated else tr("given when the desk started")
        for row in self.page.rows.values():
            if isinstance(row.control, Secret):
                row.control.fix(words)

    def _profile_changed(self) -> None:
        self.refresh()
        self.ask_for_secrets()
        profile = self._model.profile
        rows = list(self.page.rows.values())
        if profile is not None and rows and profile.group.fields[0].value is None:
            rows[0].focused.setFocus()
        self.changed.emit()

    def _typed(self) -> None:
        self.trial.clear()  # what it said was of other values
        self.changed.emit()

    def _try(self) -> None:
        profile, model = self._model.profile, self._model
        if profile is None:
            return
        trial = self.trial
        cancel = self._port.try_out(
            profile.name, model.changes, model.secrets, trial.show_step, trial.end
        )
        trial.begin(cancel)


def _parts(profile: ProfileForm | None) -> tuple[object, ...]:
    """What a page is built from: everything but the values."""
    if profile is None:
        return ()
    fields = tuple((each.path, each.locked, each.field.key) for each in profile.group.fields)
    return profile.name, profile.vendor, profile.secrets, fields
