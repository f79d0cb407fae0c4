from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cti_desk.declarations.forms import Saved
from cti_desk.desktop.presenters.settings_form import FormModel
from cti_desk.desktop.settings.controls import SwitchControl, TextControl
from cti_desk.desktop.settings.form_view import FormView
from cti_desk.desktop.settings.page import Page
from cti_desk.desktop.theme import Theme
from cti_desk.desktop.widgets.buttons import TextButton
from cti_desk.desktop.words import CATALOGUE
from scripts.form_situations import RealFields, SettingsForm

OFFICE = ("profiles", "office")
PORT = (*OFFICE, "port")


@pytest.fixture
def port() -> SettingsForm:
    return SettingsForm()


@pytest.fixture
def form(theme: Theme, port: SettingsForm) -> FormView:
    form = FormView(theme, port, FormModel(port))
    form.show()
    return form


def type_port(form: FormView, text: str) -> TextControl:
    control = form.telephone.page.rows[PORT].control
    assert isinstance(control, TextControl)
    control.edit.setText(text)
    control.edit.textEdited.emit(text)
    return control


def test_every_group_has_its_page(form: FormView) -> None:
    titles = [form.side.item(row).text() for row in range(form.side.count())]
    assert titles == ["Telephone system", "Desk", "Debug log", "Protection"]
    form.side.setCurrentRow(1)
    assert form.stack.currentIndex() == 1


def test_return_saves(form: FormView, port: SettingsForm, qtbot: QtBot) -> None:
    assert not form.foot.save_button.isEnabled()
    control = type_port(form, "4")
    assert form.foot.save_button.isEnabled()
    qtbot.keyClick(control.edit, Qt.Key.Key_Return)
    assert port.asked[-1] == ("save", {PORT: 4}, {})
    assert form.foot.words.text() == "Saved, and in force."
    assert not form.foot.save_button.isEnabled()
    assert control.edit.text() == "4"


def test_what_is_wrong_is_shown_where_it_is(form: FormView, port: SettingsForm) -> None:
    type_port(form, "x")
    assert "whole number" in form.telephone.page.rows[PORT].note.text()
    form.side.setCurrentRow(2)
    form.foot.save_button.click()
    assert not any(each[0] == "save" for each in port.asked)
    assert form.stack.currentIndex() == 0
    assert form.foot.words.text() == "Not saved: something is wrong."


def test_what_could_not_be_saved_stays_typed(form: FormView, port: SettingsForm) -> None:
    port.result = Saved("settings.toml was not changed: the disk is full.")
    control = type_port(form, "4")
    form.save()
    assert "disk is full" in form.foot.words.text()
    assert control.edit.text() == "4"
    assert form.foot.save_button.isEnabled()


def test_another_hand_in_the_file_is_shown_before_it_is_overwritten(
    form: FormView, port: SettingsForm
) -> None:
    type_port(form, "4")
    port.values[PORT] = 5
    port.result = Saved("changed", PORT, changed_meanwhile=True)
    form.save()
    assert "changed meanwhile" in form.foot.words.text()
    assert "“5”" in form.telephone.page.rows[PORT].note.text()
    port.result = Saved()
    form.save()
    assert form.foot.words.text() == "Saved, and in force."


def test_a_changed_file_shows_at_once(form: FormView, port: SettingsForm) -> None:
    port.values["desk", "always_on_top"] = False
    form.reload()
    page = form.pages[1]
    assert isinstance(page, Page)
    control = page.rows["desk", "always_on_top"].control
    assert isinstance(control, SwitchControl)
    assert not control.switch.isChecked()


def test_a_broken_file_is_told_until_it_is_mended(form: FormView, port: SettingsForm) -> None:
    type_port(form, "4")
    port.problem = "line 3: this is not valid TOML."
    form.reload()
    assert form.foot.words.text() == port.problem
    port.problem = ""
    form.reload()
    assert form.foot.words.text() == ""
    assert form.model.changes == {PORT: 4}


def test_nothing_is_typed_while_it_is_saved(form: FormView, port: SettingsForm) -> None:
    port.waits = True
    type_port(form, "4")
    form.save()
    form.save()
    form.reload()
    assert sum(each[0] == "save" for each in port.asked) == 1
    assert not form.stack.isEnabled()
    assert not form.may_leave()


def test_unsaved_changes_are_asked_about(form: FormView, port: SettingsForm) -> None:
    finished: list[int] = []
    form.finished.connect(lambda: finished.append(1))
    assert form.may_leave()
    type_port(form, "4")
    assert not form.may_leave()
    assert not form.foot.discard_button.isHidden()
    form.foot.save_button.click()
    assert finished == [1]
    type_port(form, "5")
    assert not form.may_leave()
    form.foot.discard_button.click()
    assert finished == [1, 1]
    type_port(form, "6")
    assert form.foot.discard_button.isHidden()
    form.save()
    assert finished == [1, 1]


def test_the_log_can_be_opened_and_found(form: FormView, port: SettingsForm) -> None:
    form.side.setCurrentRow(2)
    button = next(
        each for each in form.findChildren(TextButton) if each.text() == "Open the debug log"
    )
    button.click()
    assert ("log",) in port.asked
    assert "no program for it" in form.foot.words.text()


def test_a_password_is_set_and_said_to_be_asked(form: FormView, port: SettingsForm) -> None:
    form.protection.first.setText("sesame")
    form.protection.again.setText("sesame")
    form.protection.set_button.click()
    assert form.protection.state.text() == "A password is asked."


def test_long_words_of_another_language_fit(theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    def longer(text: str) -> str:
        """By half, as German is."""
        return f"{text} {re.sub('[{}]', '', text)[: len(text) // 2]}"

    monkeypatch.setattr(CATALOGUE, "translate", longer)
    port = RealFields()
    form = FormView(theme, port, FormModel(port))
    form.resize(theme.px(820), theme.px(600))
    form.show()
    for index in range(form.side.count()):
        form.side.setCurrentRow(index)
        page = form.pages[index]
        inside = page if isinstance(page, Page) else form.telephone.page
        assert inside.widget().width() <= inside.viewport().width()
    buttons = [each for each in form.foot.findChildren(TextButton) if each.isVisible()]
    assert all(each.width() >= each.sizeHint().width() for each in buttons)
    assert buttons[-1].geometry().right() <= form.foot.width()


def test_every_control_has_a_name_and_is_reached_by_tab(form: FormView) -> None:
    for page in (form.telephone.page, *form.pages[1:]):
        for row in page.rows.values() if isinstance(page, Page) else ():
            assert row.focused.accessibleName()
            assert row.focused.focusPolicy() & Qt.FocusPolicy.TabFocus


@pytest.mark.shows("instantvoice", "IVClient's form: *")
def test_all_of_ivclients_form_is_there(theme: Theme) -> None:
    port = RealFields()
    form = FormView(theme, port, FormModel(port))
    rows = {path[-1]: row for path, row in form.telephone.page.rows.items()}
    told = {key: rows[key].focused.accessibleName() for key in rows}
    assert told["hosts"] == "Addresses"
    assert told["port"] == "Port"
    assert told["user"] == "User name"
    assert told["password"] == "Password"
    assert told["key"] == "Access key"
    assert told["total_recorder_port"] == "Instant TotalRecorder: Port"
    assert told["total_recorder_password"] == "Instant TotalRecorder: Password"
    recorder = rows["total_recorder_port"].control
    assert isinstance(recorder, TextControl)
    assert recorder.edit.placeholderText() == "5800"
    assert "nothing is sent" in rows["total_recorder_port"].help.text()
    debug = [path for page in form.pages if isinstance(page, Page) for path in page.rows]
    assert ("log", "level") in debug
    assert form.protection.set_button.isEnabled()


def test_tab_goes_from_the_pages_over_the_settings_to_the_foot(form: FormView) -> None:
    form.model.set(PORT, 4)
    form.refresh()
    way: list[QWidget] = []
    at: QWidget = form.side
    while at not in way:
        way.append(at)
        at = at.nextInFocusChain()
    stops = (
        form.side,
        form.telephone.bar.choice,
        form.telephone.page.rows[*OFFICE, "hosts"].focused,
        form.telephone.page.rows[PORT].focused,
        form.telephone.trial.button,
        form.foot.save_button,
        form.foot.close_button,
    )
    places = [way.index(stop) for stop in stops]
    assert places == sorted(places)
