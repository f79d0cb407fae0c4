"""What is typed, wrong and still to be saved; without a window."""

from __future__ import annotations

import pytest

from cti_desk.declarations.forms import Path, Saved
from cti_desk.desktop.presenters.settings_form import FormModel
from scripts.form_situations import RealFields, SettingsForm

OFFICE = ("profiles", "office")
PORT: Path = (*OFFICE, "port")
HOSTS: Path = (*OFFICE, "hosts")


@pytest.fixture
def port() -> SettingsForm:
    return SettingsForm()


@pytest.fixture
def model(port: SettingsForm) -> FormModel:
    return FormModel(port)


def test_what_the_file_says_is_no_change(model: FormModel) -> None:
    assert not model.dirty
    model.set(PORT, 4)
    assert model.changes == {PORT: 4}
    assert model.value(PORT) == 4
    model.set(PORT, None)
    assert not model.dirty
    model.set(HOSTS, ("acd1.example.com", "acd2.example.com:61614"))
    assert not model.dirty


def test_the_default_where_nothing_is_set_is_no_change(model: FormModel) -> None:
    model.set(("desk", "always_on_top"), True)
    assert not model.dirty
    model.set(("desk", "always_on_top"), False)
    assert model.changes == {("desk", "always_on_top"): False}


def test_a_problem_is_told_where_one_typed_or_tried_to_save(model: FormModel) -> None:
    model.set(HOSTS, None)
    assert model.note(HOSTS) == "This is needed."
    model.add_profile("lab", "acme")
    empty = ("profiles", "lab", "hosts")
    assert model.note(empty) == ""
    assert not model.trying_to_save()
    assert model.note(empty) == "This is needed."
    model.set(PORT, "x")
    assert model.note(PORT) == "“Port” should be a whole number."
    assert model.first_problem() == HOSTS


def test_what_has_no_field_is_told_elsewhere() -> None:
    model = FormModel(RealFields('[desk]\nthem = "dark"\n', ""))
    assert "Did you mean" in model.elsewhere()
    assert not model.can_be_saved()


def test_saving_forgets_what_was_typed(model: FormModel, port: SettingsForm) -> None:
    model.set(PORT, 4)
    model.set_secret("office", "password", "hush")
    assert model.secrets == {("office", "password"): "hush"}
    port.save(model.changes, model.secrets, model.saved)
    assert not model.dirty
    assert model.secret("office", "password") == ""
    assert model.value(PORT) == 4


def test_what_could_not_be_saved_stays_and_is_told(model: FormModel) -> None:
    model.set(PORT, 4)
    model.set_secret("office", "password", "hush")
    model.saved(Saved("Your keyring is locked.", (*OFFICE, "password")))
    assert model.dirty
    assert model.note((*OFFICE, "password")) == "Your keyring is locked."
    assert model.first_problem() == (*OFFICE, "password")
    model.set_secret("office", "password", "other")
    assert model.note((*OFFICE, "password")) == ""


def test_secrets_are_typed_forgotten_or_left(model: FormModel) -> None:
    model.set_secret("office", "password", None)
    assert model.secret("office", "password") is None
    assert model.dirty
    model.set_secret("office", "password", "")
    assert not model.dirty


def test_another_hand_in_the_file_is_told_and_what_is_typed_stays(
    model: FormModel, port: SettingsForm
) -> None:
    model.set(PORT, 4)
    port.values[PORT] = 5
    port.values["desk", "on_quit"] = "stay"
    model.reload()
    assert model.value(PORT) == 4
    assert "says “5” now" in model.note(PORT)
    assert model.value(("desk", "on_quit")) == "stay"
    model.set(PORT, 5)
    assert model.note(PORT) == ""
    assert not model.dirty


def test_the_same_change_by_another_hand_is_none_any_more(
    model: FormModel, port: SettingsForm
) -> None:
    model.set(PORT, 4)
    port.values[PORT] = 4
    model.reload()
    assert not model.dirty
    assert model.note(PORT) == ""


def test_a_file_that_broke_keeps_what_is_typed(model: FormModel, port: SettingsForm) -> None:
    model.set(PORT, 4)
    port.problem = "line 3: this is not valid TOML"
    model.reload()
    assert model.form.problem == port.problem
    assert model.changes == {PORT: 4}
    port.problem = ""
    model.reload()
    assert model.note(PORT) == ""
    assert model.value(PORT) == 4


# -- profiles


def test_a_first_profile(port: SettingsForm) -> None:
    port.profiles, port.values = [], {}
    model = FormModel(port)
    assert model.profile is None
    assert model.add_profile(" office ", "instantvoice") == ""
    assert model.changes == {(*OFFICE, "vendor"): "instantvoice"}
    assert model.profile is not None
    assert model.profile.name == "office"


@pytest.mark.parametrize("name", ["", " ", "a b", "a.b", "-x", "x" * 60, 'a"', "office"])
def test_a_bad_or_taken_name_is_told(model: FormModel, name: str) -> None:
    assert model.add_profile(name, "acme") != ""
    assert not model.dirty


def test_a_second_profile_is_the_one_in_use(model: FormModel) -> None:
    assert model.add_profile("lab", "acme") == ""
    assert model.changes["profile",] == "lab"
    model.show_profile("office")
    assert model.changes["profile",] == "office"  # with two of them one must be named


def test_beside_a_profile_named_at_the_start_one_is_named_in_the_file() -> None:
    port = RealFields()
    port.named = "office"
    model = FormModel(port)
    assert model.add_profile("lab", "instantvoice") == ""
    assert model.changes["profile",] == "office"
    model.set(("profiles", "lab", "hosts"), ["acd"])
    assert model.can_be_saved()


def test_what_is_nobodys_mistake_is_said_last(model: FormModel) -> None:
    model.tell(PORT, "Your keyring is locked.")
    assert model.note(PORT) == "Your keyring is locked."
    model.set(PORT, "x")
    assert "whole number" in model.note(PORT)


def test_a_profile_goes_with_its_secrets(model: FormModel, port: SettingsForm) -> None:
    port.profiles.append("lab")
    port.values["profile",] = "office"
    model.reload()
    model.set(PORT, 4)
    model.remove_profile("office")
    assert model.changes == {OFFICE: None, ("profile",): "lab"}
    assert model.secrets == {("office", "password"): None}
    assert model.profile is not None
    assert model.profile.name == "lab"
    assert "being removed" in model.add_profile("office", "acme")


def test_a_profile_that_was_never_saved_goes_without_a_trace(model: FormModel) -> None:
    model.add_profile("lab", "acme")
    model.remove_profile("lab")
    assert not model.dirty


def test_a_field_counts_only_beside_what_it_names() -> None:
    model = FormModel(RealFields())
    soap = (*OFFICE, "soap_port")
    assert model.counts(PORT)
    assert not model.counts(soap)
    model.set((*OFFICE, "transport"), "soap")
    assert model.counts(soap)
    assert not model.counts(PORT)
