from __future__ import annotations

import pytest

from cti_desk.declarations.connection_test import Step
from cti_desk.desktop.presenters.settings_form import FormModel
from cti_desk.desktop.settings.controls import TextControl
from cti_desk.desktop.settings.port import Stored
from cti_desk.desktop.settings.secret import Secret
from cti_desk.desktop.settings.telephone_page import TelephonePage
from cti_desk.desktop.theme import Theme
from scripts.form_situations import SettingsForm

OFFICE = ("profiles", "office")


@pytest.fixture
def port() -> SettingsForm:
    return SettingsForm()


@pytest.fixture
def page(theme: Theme, port: SettingsForm) -> TelephonePage:
    page = TelephonePage(theme, FormModel(port), port)
    page.refresh()
    page.ask_for_secrets()
    return page


def secret(page: TelephonePage) -> Secret:
    control = page.page.rows[*OFFICE, "password"].control
    assert isinstance(control, Secret)
    return control


def test_a_kept_secret_is_said_to_be_kept(page: TelephonePage) -> None:
    assert secret(page).edit.placeholderText() == "stored in your keyring"


def test_a_keyring_that_does_not_answer_is_told(theme: Theme, port: SettingsForm) -> None:
    port.kept = {"password": Stored("unknown", "Your keyring is locked.")}
    page = TelephonePage(theme, FormModel(port), port)
    page.refresh()
    page.ask_for_secrets()
    assert page.page.rows[*OFFICE, "password"].note.text() == "Your keyring is locked."


def test_secrets_given_at_the_start_are_not_typed(theme: Theme, port: SettingsForm) -> None:
    port.source = "given"
    page = TelephonePage(theme, FormModel(port), port)
    page.refresh()
    page.ask_for_secrets()
    assert secret(page).edit.isReadOnly()
    assert secret(page).edit.placeholderText() == "given when the desk started"


def test_a_trial_is_of_what_is_typed(page: TelephonePage, port: SettingsForm) -> None:
    control = page.page.rows[*OFFICE, "port"].control
    assert isinstance(control, TextControl)
    control.edit.textEdited.emit("4")
    secret(page).edit.textEdited.emit("hush")
    page.trial.button.click()
    asked = ("try", "office", {(*OFFICE, "port"): 4}, {("office", "password"): "hush"})
    assert port.asked[-1] == asked
    port.steps = [Step("login", "passed", "Logged in.")]
    port.finish()
    assert page.trial.lines() == [("passed", "Logged in.")]
    control.edit.textEdited.emit("5")
    assert page.trial.lines() == []


def test_typing_stops_a_trial_of_what_was(page: TelephonePage, port: SettingsForm) -> None:
    page.trial.button.click()
    assert port.running
    secret(page).edit.textEdited.emit("x")
    assert not port.running


def test_another_profile_has_rows_of_its_own(page: TelephonePage) -> None:
    before = page.page.rows[*OFFICE, "port"]
    page.refresh()
    assert page.page.rows[*OFFICE, "port"] is before
    page.bar.add.click()
    page.bar.name.setText("lab")
    page.bar.begin.click()
    assert {path[1] for path in page.page.rows} == {"lab"}
    assert not page.go_to((*OFFICE, "port"))


def test_without_a_profile_there_is_nothing_to_try(theme: Theme, port: SettingsForm) -> None:
    port.profiles, port.values = [], {}
    page = TelephonePage(theme, FormModel(port), port)
    page.refresh()
    page.show()
    assert page.page.rows == {}
    assert not page.trial.isVisible()
