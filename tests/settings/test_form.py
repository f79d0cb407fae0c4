from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.declarations.forms import Changes, Form, FormField
from cti_desk.desktop.presenters.field_text import typed
from cti_desk.settings.documents import Document
from cti_desk.settings.form import FormSource, form_of, problems_of
from cti_desk.settings.loading import settle
from cti_desk.settings.policy import Policy
from cti_desk.settings.writing import changed
from tests.support.settings import GOOD, VENDORS


def source(text: str | None = GOOD, policy: str = "", named: str | None = None) -> FormSource:
    document = Document(Path("settings.toml"), text)
    rules = Policy(Document(Path("policy.toml"), policy))
    return FormSource(document, text, rules, VENDORS, named)


def field(form: Form, *path: str) -> FormField:
    groups = [each.group for each in form.profiles] + list(form.groups)
    return next(each for group in groups for each in group.fields if each.path == path)


def test_every_declared_setting_of_a_file_is_there() -> None:
    form = form_of(source(), {})
    assert [profile.name for profile in form.profiles] == ["office", "sim"]
    assert form.chosen == "office"
    assert form.vendors == (("acme", "Acme PBX"),)
    assert field(form, "profiles", "office", "agent").value == "default_0042"
    assert field(form, "profiles", "office", "port").value is None
    assert field(form, "desk", "on_quit").value == "logout"
    assert {group.key for group in form.groups} >= {"desk", "dialing", "screen_pop", "log"}


def test_the_forms_own_section_is_no_page() -> None:
    form = form_of(source(GOOD + '[form]\npassword_hash = "x"\n'), {})
    assert "form" not in {group.key for group in form.groups}
    assert form.protection.on
    assert not form.protection.locked


def test_unsaved_changes_are_in_it() -> None:
    changes = {
        ("profiles", "lab", "vendor"): "acme",
        ("profiles", "sim"): None,
        ("desk", "theme"): "dark",
        ("profile",): "lab",
    }
    form = form_of(source(), changes)
    assert [profile.name for profile in form.profiles] == ["office", "lab"]
    assert form.chosen == "lab"
    assert field(form, "desk", "theme").value == "dark"
    assert field(form, "profiles", "lab", "hosts").value is None


def test_without_a_file_there_is_an_empty_form() -> None:
    form = form_of(source(None), {})
    assert form.profiles == ()
    assert form.chosen is None
    assert field(form, "desk", "on_quit").value is None


def test_what_is_the_administrators_is_locked_and_shows_their_value() -> None:
    policy = 'locked = ["desk.on_lock", "profiles", "profile"]\n[desk]\non_quit = "stay"\n'
    form = form_of(source(policy=policy), {})
    assert (field(form, "desk", "on_quit").value, field(form, "desk", "on_quit").locked) == (
        "stay",
        True,
    )
    assert field(form, "desk", "on_lock").value is None
    assert field(form, "desk", "on_lock").locked
    assert not field(form, "desk", "theme").locked
    assert form.profiles_locked
    assert form.chosen_locked


def test_a_locked_password_hash() -> None:
    form = form_of(source(policy='[form]\npassword_hash = "scrypt:…"\n'), {})
    assert form.protection.on
    assert form.protection.locked


def test_a_profile_named_at_the_start_is_said() -> None:
    form = form_of(source(named="sim"), {})
    assert form.chosen == "sim"
    assert form.chosen_locked
    assert "sim" in form.chosen_why


def test_own_dial_rules_and_a_simulator_show_only_where_there_are_any() -> None:
    form = form_of(source(), {})
    assert field(form, "profiles", "office", "dialing", "outside_line").value == "9"
    office, sim = form.profiles
    assert not any(each.path[-1] == "control" for each in office.group.fields)
    assert field(form, "profiles", "sim", "control").value == "127.0.0.1:4000"
    assert not any("dialing" in each.path for each in sim.group.fields)
    assert sim.secrets == "simulator"


@pytest.mark.parametrize(
    ("changes", "path", "words"),
    [
        ({("desk", "theme"): "drak"}, ("desk", "theme"), "Did you mean"),
        ({("profiles", "office", "port"): "x"}, ("profiles", "office", "port"), "whole number"),
        ({("profiles", "office", "hosts"): None}, ("profiles", "office", "hosts"), "needs"),
        ({("screen_pop", "url"): "ftp://x/"}, ("screen_pop", "url"), "schemes"),
        ({("profiles", "sim", "hosts"): ["pbx"]}, ("profiles", "sim", "hosts"), "this computer"),
    ],
)
def test_problems_are_the_loaders(changes: Changes, path: tuple[str, ...], words: str) -> None:
    assert words in problems_of(source(), changes)[path]


def test_good_changes_and_files_have_no_problem() -> None:
    assert problems_of(source(), {("desk", "theme"): "dark"}) == {}
    assert problems_of(source(None), {}) == {}


def test_a_problem_of_the_policy_has_no_place_in_the_form() -> None:
    assert set(problems_of(source(policy='locked = ["desk.on_qit"]\n'), {})) == {("locked",)}


def test_what_cannot_be_laid_out_is_a_problem_without_a_place() -> None:
    assert () in problems_of(source(), {("profile", "x"): 1})


FIELDS = [
    each
    for group in (*(p.group for p in form_of(source(), {}).profiles), *form_of(source(), {}).groups)
    for each in group.fields
    if each.field.kind != "secret"
]
_LIKELY = st.sampled_from(
    ["4", "tls", "dark", "stay", "BR", "https://x.example.com/", "1 = a", "0"]
)
_TYPED = st.text(st.characters(exclude_categories=("Cs",)), max_size=12) | _LIKELY


@given(typing=st.lists(st.tuples(st.sampled_from(FIELDS), _TYPED | st.booleans()), max_size=4))
def test_whatever_is_typed_is_told_or_comes_back(typing: list[tuple[FormField, Any]]) -> None:
    changes = {
        each.path: typed(each.field, text) if isinstance(text, str) else text
        for each, text in typing
    }
    wrong = problems_of(source(), changes)
    if wrong:
        assert all(words and isinstance(words, str) for words in wrong.values())
        return
    new = changed(GOOD, changes)
    settle(Document(Path("settings.toml"), new), source().policy, VENDORS)
    form = form_of(source(new), {})
    for path, value in changes.items():
        found = [each for each in _all(form) if each.path == path]
        if found:  # what a simulator's profile had is not shown of one that is none any more
            assert found[0].value == value


def _all(form: Form) -> list[FormField]:
    groups = (*(profile.group for profile in form.profiles), *form.groups)
    return [each for group in groups for each in group.fields]
