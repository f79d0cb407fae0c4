"""The settings form as data: what can be set, what is set, and what is not the user's to set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct

from cti_desk.declarations.fields import Field

Path = tuple[str, ...]
"""Where a setting stands: ``("desk", "on_quit")``, ``("profiles", "office", "port")``."""

Changes = Mapping[Path, Any]
"""New values by path; ``None`` removes a setting, or (``("profiles", NAME)``) a whole profile."""

SecretSource = Literal["keyring", "simulator", "given"]
"""Where a profile's secrets come from; ``given``: with the desk's start (``--secrets-stdin``)."""


class FormField(Struct, frozen=True):
    """One setting. ``value`` is ``None`` when nothing is set and the default holds."""

    path: Path
    field: Field
    value: Any = None
    locked: bool = False


class FormGroup(Struct, frozen=True):
    """Settings that stand together on one page."""

    key: str
    title: str
    about: str
    fields: tuple[FormField, ...]


class ProfileForm(Struct, frozen=True):
    """One profile. ``can_try``: its telephone system knows how to try a connection out.

    ``locked``: the whole profile is the administrator's.
    """

    name: str
    vendor: str
    title: str
    group: FormGroup
    secrets: SecretSource = "keyring"
    can_try: bool = False
    locked: bool = False


class Protection(Struct, frozen=True):
    """The form's own password. ``locked``: the administrator's."""

    on: bool = False
    locked: bool = False


class Form(Struct, frozen=True):
    """All that can be set.

    ``problem`` is why nothing can be (a file that cannot be read), else empty. ``vendors`` are
    names and titles of the installed telephone systems. ``profiles_locked``: profiles may neither
    be added nor removed. ``chosen`` is the one in use, ``chosen_set`` what is set about it;
    ``chosen_locked``: another one may not be chosen, and ``chosen_why``.
    """

    file: str
    problem: str = ""
    vendors: tuple[tuple[str, str], ...] = ()
    profiles: tuple[ProfileForm, ...] = ()
    chosen: str | None = None
    chosen_set: str | None = None
    chosen_locked: bool = False
    chosen_why: str = ""
    profiles_locked: bool = False
    groups: tuple[FormGroup, ...] = ()
    protection: Protection = Protection()

    def profile(self, name: str | None) -> ProfileForm | None:
        """The profile of this name."""
        return next((each for each in self.profiles if each.name == name), None)


SecretChanges = Mapping[tuple[str, str], str | None]
"""Typed secrets by profile and name; ``None`` forgets one."""


class Saved(Struct, frozen=True):
    """The result of saving: all was done, or ``failure`` is a sentence that says what was not.

    ``at`` is the setting beside which the sentence belongs. ``changed_meanwhile``: somebody else
    changed the file; what they wrote must be shown before anything is overwritten.
    """

    failure: str = ""
    at: Path = ()
    changed_meanwhile: bool = False
