"""The settings form between the desk and its widgets: what is typed, what is wrong, and what is not
saved yet.

Pure: no Qt. What takes time is asked of the port.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from cti_desk.declarations.forms import Form, FormField, Path, ProfileForm, Saved
from cti_desk.desktop.presenters.field_text import shown
from cti_desk.desktop.settings.port import FormPort
from cti_desk.desktop.words import tr

_NAME: Final = re.compile(r"[^\W_][\w-]{0,39}")


class FormModel:
    """What is typed, on top of what the file says.

    A problem is shown beside its field once the field was touched, or once saving was tried.
    """

    def __init__(self, port: FormPort) -> None:
        self._port = port
        self._changes: dict[Path, Any] = {}
        self._secrets: dict[tuple[str, str], str | None] = {}
        self._touched: set[Path] = set()
        self._tried = False
        self._problems: Mapping[Path, str] = {}
        self._failures: dict[Path, str] = {}
        self._conflicts: dict[Path, str] = {}
        self._asides: dict[Path, str] = {}
        self._profile: str | None = None
        self.form = Form("")
        self._file = Form("")
        self.reload()

    # -- what is shown

    @property
    def changes(self) -> Mapping[Path, Any]:
        return dict(self._changes)

    @property
    def secrets(self) -> Mapping[tuple[str, str], str | None]:
        return dict(self._secrets)

    @property
    def dirty(self) -> bool:
        """Whether something is to be saved."""
        return bool(self._changes or self._secrets)

    @property
    def profile(self) -> ProfileForm | None:
        """The profile that is being looked at."""
        return self.form.profile(self._profile)

    def value(self, path: Path) -> Any:
        """What is typed, else what the file (or the administrator) says; ``None`` for nothing."""
        if path in self._changes:
            return self._changes[path]
        found = _fields(self.form).get(path)
        return found.value if found is not None else None

    def counts(self, path: Path) -> bool:
        """Whether a setting means anything beside the others of its section."""
        fields = _fields(self.form)
        found = fields.get(path)
        if found is None or found.field.when is None:
            return True
        other = fields.get((*path[:-1], found.field.when[0]))
        if other is None:
            return True
        value = self.value(other.path)
        return found.field.counts(
            {other.field.key: other.field.default if value is None else value}
        )

    def secret(self, profile: str, name: str) -> str | None:
        """What is typed: "" for nothing, ``None`` when the kept one is to be forgotten."""
        return self._secrets.get((profile, name), "")

    def note(self, path: Path) -> str:
        """What must be said beside a field, "" for nothing."""
        if path in self._failures:
            return self._failures[path]
        if path in self._problems and (self._tried or path in self._touched):
            return problem_words(_fields(self.form).get(path), self._problems[path])
        return self._conflicts.get(path) or self._asides.get(path, "")

    def elsewhere(self) -> str:
        """What is wrong with the file and has no field here."""
        places = _fields(self.form)
        return " ".join(
            words for path, words in self._problems.items() if path not in places or path == ()
        )

    def first_problem(self) -> Path | None:
        """Where the person has to look first, in the form's order."""
        for path in [*_fields(self.form), *self._failures]:
            if path in self._problems or path in self._failures:
                return path
        return None

    def can_be_saved(self) -> bool:
        return not self._problems

    # -- what is typed

    def set(self, path: Path, value: Any) -> None:
        """Note what was typed. A value that the file already has is no change."""
        self._touched.add(path)
        self._failures.pop(path, None)
        in_file, field = self._in_file(path), _fields(self.form).get(path)
        if in_file is None and field is not None and _same(value, field.field.default):
            value = None
        if _same(value, in_file):
            self._changes.pop(path, None)
            self._conflicts.pop(path, None)
        else:
            self._changes[path] = value
        self._look()

    def set_secret(self, profile: str, name: str, value: str | None) -> None:
        """Note a typed secret. "" changes nothing, ``None`` forgets the kept one."""
        self._failures.pop(("profiles", profile, name), None)
        if value == "":
            self._secrets.pop((profile, name), None)
        else:
            self._secrets[profile, name] = value

    def tell(self, path: Path, words: str) -> None:
        """Show a remark beside a field that is not about a mistake."""
        self._asides[path] = words

    def show_profile(self, name: str) -> None:
        """Look at a profile, which becomes the one in use once it is saved."""
        self._profile = name
        if not self.form.chosen_locked and len(self.form.profiles) > 1:
            self.set(("profile",), name)
        else:
            self._look()

    def add_profile(self, name: str, vendor: str) -> str:
        """Begin a new profile; returns what is wrong with its name, "" for nothing."""
        name = name.strip()
        if wrong := self.profile_name_problem(name):
            return wrong
        removal = ("profiles", name)
        if self._changes.get(removal, "") is None:
            return tr("Save first: a profile of this name is being removed.")
        self._changes[(*removal, "vendor")] = vendor
        if self._file.profiles and not self.form.chosen_locked:
            self._changes["profile",] = name
        elif self._file.profiles and self.form.chosen_why:
            # The start names one; without that there must be a name in the file.
            self._changes["profile",] = self._file.chosen
        self._tried = False
        self._profile = name
        self._look()
        return ""

    def profile_name_problem(self, name: str) -> str:
        """What is wrong with a new profile's name, "" for nothing."""
        if not _NAME.fullmatch(name):
            return tr("A name has letters and digits, and “-” or “_” between them.")
        if self.form.profile(name) is not None:
            return tr("There is a profile of this name already.")
        return ""

    def remove_profile(self, name: str) -> None:
        """Have a profile, and the secrets that are kept for it, removed by the next saving."""
        old = self.form.profile(name)
        self._changes = {
            path: value for path, value in self._changes.items() if path[:2] != ("profiles", name)
        }
        self._secrets = {key: value for key, value in self._secrets.items() if key[0] != name}
        if self._file.profile(name) is not None:
            self._changes["profiles", name] = None
            if old is not None and old.secrets == "keyring":
                for each in old.group.fields:
                    if each.field.kind == "secret":
                        self._secrets[name, each.field.key] = None
        self._changes.pop(("profile",), None)
        left = [each.name for each in self.form.profiles if each.name != name]
        self._profile = left[0] if left else None
        if self._in_file(("profile",)) == name:
            self._changes["profile",] = self._profile
        self._look()

    # -- the file, and saving

    def reload(self) -> None:
        """The file was read again. What is typed stays; if both differ from what was shown, the
        form says so.
        """
        before = self._file
        found = self._port.form({})
        if found.problem:  # what was known stays, to be compared with what is read next
            self.form = found
            return
        self._file = found
        if before.file:
            self._find_conflicts(before)
        self._changes = {
            path: value
            for path, value in self._changes.items()
            if not _same(value, self._in_file(path)) or (len(path) == 2 and path[0] == "profiles")
        }
        self._look()

    def trying_to_save(self) -> bool:
        """Show every problem from now on; return false when there is one."""
        self._tried = True
        self._look()
        return self.can_be_saved()

    def saved(self, result: Saved) -> None:
        """Note the result of saving."""
        if not result.failure:
            self._changes.clear()
            self._secrets.clear()
            self._touched.clear()
            self._conflicts.clear()
            self._failures.clear()
            self._tried = False
        elif result.at and not result.changed_meanwhile:
            self._failures[result.at] = result.failure
        self.reload()

    def _find_conflicts(self, before: Form) -> None:
        shown_before, now = _fields(before), _fields(self._file)
        for path in self._changes:
            old, new = shown_before.get(path), now.get(path)
            value_before = old.value if old is not None else None
            value_now = new.value if new is not None else None
            if not _same(value_before, value_now) and not _same(self._changes[path], value_now):
                field = new or old
                says = shown(field.field, value_now) if field is not None else str(value_now)
                self._conflicts[path] = tr(
                    "The file was changed meanwhile and says “{value}” now. Saving puts yours in "
                    "its place.",
                    value=says.replace("\n", ", "),
                )

    def _look(self) -> None:
        self.form = self._port.form(self._changes)
        self._problems = self._port.problems(self._changes)
        if self.form.profile(self._profile) is None:
            self._profile = self.form.chosen

    def _in_file(self, path: Path) -> Any:
        if path == ("profile",):
            return self._file.chosen_set
        found = _fields(self._file).get(path)
        return found.value if found is not None else None


def problem_words(field: FormField | None, words: str) -> str:
    """The loader's words with the field's label in place of its key."""
    if field is None:
        return words
    key = f'"{field.path[-1]}"'
    if words.startswith("[") and f"needs {key}" in words:
        return tr("This is needed.")
    return words.replace(key, f"“{tr(field.field.label)}”", 1)


def _fields(form: Form) -> dict[Path, FormField]:
    groups = (*(profile.group for profile in form.profiles), *form.groups)
    return {each.path: each for group in groups for each in group.fields}


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, tuple | list) and isinstance(other, tuple | list):
        return list(one) == list(other)
    numbers = all(isinstance(each, int | float) for each in (one, other))
    bools = [isinstance(each, bool) for each in (one, other)]
    if numbers and not any(bools):
        return bool(one == other)
    return type(one) is type(other) and bool(one == other)
