from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cti_desk.desktop.presenters.settings_form import FormModel
from cti_desk.desktop.settings.controls import TextControl
from cti_desk.desktop.settings.page import Page
from cti_desk.desktop.settings.secret import Secret
from cti_desk.desktop.theme import Theme
from cti_desk.desktop.widgets.paragraph import Paragraph
from scripts.form_situations import RealFields, SettingsForm

OFFICE = ("profiles", "office")
PORT = (*OFFICE, "port")


@pytest.fixture
def model() -> FormModel:
    return FormModel(SettingsForm())


@pytest.fixture
def page(theme: Theme, model: FormModel) -> Page:
    page = Page(theme, model, "Telephone system", "")
    assert model.profile is not None
    page.show_fields(model.profile.group.fields)
    return page


def test_it_shows_every_field_and_what_is_typed(page: Page, model: FormModel) -> None:
    assert list(page.rows)[:2] == [(*OFFICE, "hosts"), PORT]
    control = page.rows[PORT].control
    assert isinstance(control, TextControl)
    control.edit.setText("x")
    control.edit.textEdited.emit("x")
    assert model.changes == {PORT: "x"}
    page.show_notes()
    assert "whole number" in page.rows[PORT].note.text()
    secret = page.rows[*OFFICE, "password"].control
    assert isinstance(secret, Secret)
    secret.edit.textEdited.emit("hush")
    assert model.secrets == {("office", "password"): "hush"}


def test_groups_have_headings(page: Page) -> None:
    headings = [each.text() for each in page.findChildren(Paragraph)]
    assert "TotalRecorder" in headings
    assert headings.index("TotalRecorder") > headings.index("Supervisor")


def test_a_setting_is_found_and_gets_the_keyboard(page: Page, qtbot: QtBot) -> None:
    page.resize(500, 200)
    page.show()
    page.activateWindow()
    last = (*OFFICE, "recorder")
    qtbot.waitUntil(page.isActiveWindow)
    assert page.go_to(last)
    assert page.rows[last].focused.hasFocus()
    assert page.verticalScrollBar().value() > 0
    assert not page.go_to(("desk", "theme"))


def test_it_is_as_high_as_its_words_need(page: Page, qapp: QApplication) -> None:
    page.resize(700, 200)
    page.show()
    qapp.processEvents()
    wide = page.widget().height()
    page.resize(420, 200)
    qapp.processEvents()
    assert page.widget().height() > wide
    last = page.rows[*OFFICE, "recorder"]
    bottom = last.mapTo(page.widget(), last.rect().bottomLeft()).y()
    assert 0 < page.widget().height() - bottom < 60


def test_what_counts_for_nothing_is_not_shown(theme: Theme) -> None:
    model = FormModel(RealFields())
    page = Page(theme, model, "", "")
    assert model.profile is not None
    page.show_fields(model.profile.group.fields)
    soap = (*OFFICE, "soap_port")
    assert page.rows[soap].isHidden()
    model.set((*OFFICE, "transport"), "soap")
    page.show_notes()
    assert not page.rows[soap].isHidden()
    assert page.rows[PORT].isHidden()


def test_others_take_the_place_of_those_before(page: Page, model: FormModel) -> None:
    page.show_fields(model.form.groups[0].fields)
    assert [path[0] for path in page.rows] == ["desk", "desk"]


def test_it_follows_the_theme(page: Page, theme: Theme) -> None:
    theme.use("dark")
    window = page.widget().palette().window().color()
    assert window == theme.colours.window
