from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cti_desk.desktop.presenters.settings_form import FormModel
from cti_desk.desktop.settings.profile_bar import ProfileBar
from cti_desk.desktop.theme import Theme
from scripts.form_situations import RealFields, SettingsForm


@pytest.fixture
def port() -> SettingsForm:
    return SettingsForm()


@pytest.fixture
def model(port: SettingsForm) -> FormModel:
    return FormModel(port)


@pytest.fixture
def bar(theme: Theme, model: FormModel) -> ProfileBar:
    bar = ProfileBar(theme, model)
    bar.refresh()
    bar.show()
    return bar


def test_a_newcomer_adds_a_first_profile_with_one_key(
    theme: Theme, port: SettingsForm, qtbot: QtBot
) -> None:
    port.profiles, port.values = [], {}
    model = FormModel(port)
    bar, changed = ProfileBar(theme, model), list[int]()
    bar.changed.connect(lambda: changed.append(1))
    bar.refresh()
    bar.show()
    assert "does not know your telephone system yet" in bar.why.text()
    assert not bar.choice.isVisible()
    assert bar.name.text() == "office"
    qtbot.keyClick(bar.name, Qt.Key.Key_Return)
    assert changed == [1]
    assert model.changes == {("profiles", "office", "vendor"): "instantvoice"}
    assert bar.choice.currentData() == "office"
    assert not bar.name.isVisible()


def test_another_profile_is_added_with_its_telephone_system(
    bar: ProfileBar, model: FormModel, qtbot: QtBot
) -> None:
    bar.add.click()
    assert bar.name.isVisible()
    bar.vendor.setCurrentIndex(1)
    bar.name.setText("office")
    bar.begin.click()
    assert "already" in bar.problem.text()
    bar.name.setText("lab")
    bar.begin.click()
    assert model.changes["profiles", "lab", "vendor"] == "acme"
    assert bar.choice.currentData() == "lab"


def test_escape_adds_nothing(bar: ProfileBar, model: FormModel, qtbot: QtBot) -> None:
    bar.add.click()
    qtbot.keyClick(bar.name, Qt.Key.Key_Escape)
    assert not bar.name.isVisible()
    assert not model.dirty


def test_removing_asks_first(bar: ProfileBar, model: FormModel) -> None:
    bar.remove.click()
    bar.keep.click()
    assert not model.dirty
    bar.remove.click()
    bar.really.click()
    assert model.changes["profiles", "office"] is None


def test_the_chosen_one_is_the_one_in_use(
    bar: ProfileBar, model: FormModel, port: SettingsForm
) -> None:
    port.profiles.append("lab")
    model.reload()
    bar.refresh()
    bar.choice.setCurrentIndex(1)
    assert model.changes == {("profile",): "lab"}
    assert model.profile is not None
    assert model.profile.name == "lab"


def test_what_the_administrator_locked_cannot_be_added_to(theme: Theme) -> None:
    locked = RealFields(policy='locked = ["profiles"]\n[profiles.all]\nvendor = "instantvoice"\n')
    bar = ProfileBar(theme, FormModel(locked))
    bar.refresh()
    assert not bar.add.isEnabled()
    assert not bar.remove.isEnabled()


def test_a_simulators_profile_says_so(theme: Theme) -> None:
    text = (
        '[profiles.sim]\nvendor = "instantvoice"\nhosts = ["127.0.0.1"]\nsimulator = true\n'
        'secrets = "simulator"\ncontrol = "127.0.0.1:4000"\n'
    )
    bar = ProfileBar(theme, FormModel(RealFields(text, "")))
    bar.refresh()
    assert "not a real telephone system" in bar.why.text()
