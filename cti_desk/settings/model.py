"""Checked settings, as the program uses them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

from cti_desk.core.dialing import DialRules
from cti_desk.settings.countries import dial_rules
from cti_desk.settings.queues import Queues
from cti_desk.settings.sections import (
    ContactList,
    Desk,
    Dialing,
    FormRule,
    JournalRule,
    Log,
    ScreenPopRule,
)


class Profile(Struct, frozen=True):
    """One agent at one telephone system.

    ``settings`` are the vendor's declared fields, with their defaults. ``dialing`` is the desk's,
    with what the profile has of its own.
    """

    name: str
    vendor: str
    settings: Mapping[str, Any]
    dialing: Dialing = Dialing()
    simulator: bool = False
    secrets: Literal["keyring", "simulator"] = "keyring"
    control: str | None = None

    @property
    def dial_rules(self) -> DialRules:
        """The rules, completed with the country's usual prefixes."""
        return _rules(self.dialing)


class Settings(Struct, frozen=True):
    """Everything set. ``profile`` is the one in use, ``None`` before there is any.

    ``named`` is whether the file or the policy names the profile, rather than there being only one;
    ``written`` and ``policy_written`` whether each contains anything. ``notes`` are sentences for
    the person who looks at the desk, ``warnings`` those about what will not work as it is set, and
    ``missing`` those about files that are named, but are not there.
    """

    path: Path
    profile: Profile | None = None
    profiles: tuple[str, ...] = ()
    desk: Desk = Desk()
    dialing: Dialing = Dialing()
    contacts: ContactList = ContactList()
    screen_pop: ScreenPopRule = ScreenPopRule()
    queues: Queues = Queues()
    journal: JournalRule = JournalRule()
    log: Log = Log()
    form: FormRule = FormRule()
    notes: tuple[str, ...] = ()
    named: bool = False
    written: bool = False
    policy_written: bool = False
    warnings: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """What the agent should read at the start."""
        return (*self.notes, *self.warnings)

    @property
    def dial_rules(self) -> DialRules:
        """How numbers are read and dialled: the profile's rules, else those for all profiles."""
        return _rules(self.dialing) if self.profile is None else self.profile.dial_rules

    @property
    def contacts_file(self) -> Path | None:
        """The contacts file as an absolute path."""
        if not self.contacts.file:
            return None
        return self.path.parent / Path(self.contacts.file).expanduser()


def _rules(given: Dialing) -> DialRules:
    return dial_rules(
        given.country,
        given.international_prefix,
        given.national_prefix,
        given.outside_line,
        given.short_max,
    )
