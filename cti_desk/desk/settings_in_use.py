"""The settings in force, and what follows from them: dial rules, contacts, page, line."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import asdict

from cti_desk.api.desk import CheckItem
from cti_desk.contacts.csv_contacts import CsvContacts
from cti_desk.core.dialing import DialRules, dialled
from cti_desk.core.errors import CtiError, SettingsError
from cti_desk.core.ports import Secrets
from cti_desk.core.session import Session
from cti_desk.declarations.vendor import Vendor
from cti_desk.desk.leaving import leave
from cti_desk.desk.page_opener import PageOpener
from cti_desk.desk.session_runner import SessionRunner
from cti_desk.desk.switch_connector import SwitchConnector
from cti_desk.desktop.options import DesktopOptions, QueueOptions
from cti_desk.journal.journal import SqliteJournal
from cti_desk.settings.endings import Ending
from cti_desk.settings.loading import load
from cti_desk.settings.model import Profile, Settings
from cti_desk.settings.reloading import Reloader


class Followers(Struct, frozen=True):
    """Everything that follows the settings; ``secrets`` chooses where a profile's come from."""

    connector: SwitchConnector
    contacts: CsvContacts
    journal: SqliteJournal
    pages: PageOpener
    vendors: Mapping[str, Vendor]
    secrets: Callable[[Profile], Secrets]


_NONE: Final[Mapping[str, Vendor]] = {}


class SettingsInUse:
    """The last good settings. ``problem`` is what is wrong with a file now, ``None`` if nothing.

    ``profile_name`` and ``vendor_name`` are those of the profile connected last, or empty.

    Nothing follows before `follow` has said who does.
    """

    def __init__(
        self,
        read: Callable[[], Settings],
        fallback: Settings,
        policy: Path,
        strict: bool,
        vendors: Mapping[str, Vendor] = _NONE,
    ) -> None:
        """Read the settings, which blocks: for a worker thread.

        ``strict``: a bad file raises at once, otherwise ``fallback`` is in force meanwhile.
        """
        self.problem: SettingsError | None = None
        self.profile_name = self.vendor_name = ""
        self._vendors = vendors
        try:
            first = read()
        except SettingsError as error:
            if strict:
                raise
            self.problem = error
            first = fallback
        self._policy = policy
        self._reloader = Reloader(read, first, policy, lambda name: self._agent_settings(name)[0])
        self._connected: Profile | None = None

    @property
    def settings(self) -> Settings:
        return self._reloader.settings

    @property
    def files(self) -> tuple[Path, ...]:
        """The files whose changes matter."""
        contacts = self.settings.contacts_file
        return (self.settings.path, self._policy, *([contacts] if contacts is not None else []))

    def dial_rules(self) -> DialRules:
        """How numbers are read and dialled at the moment."""
        return self.settings.dial_rules

    def dialled(self, number: str) -> str:
        """The number as it will be dialled; raises `UsageError`."""
        return dialled(number, self.settings.dial_rules)

    async def changed(self, *, meant: bool = False) -> bool:
        """Look at the files again; true when there are new settings, or a new problem.

        ``meant``: a person has just saved them in the form. One look at a time, please.
        """
        if not await asyncio.to_thread(self._reloader.check, meant=meant):
            return False
        self.problem = self._reloader.error
        return True

    def desktop_options(self, version: str) -> DesktopOptions:
        """What the settings say about the desktop."""
        desk, profile = self.settings.desk, self.settings.profile
        return DesktopOptions(
            version=version,
            profile=profile.name if profile is not None else "",
            simulator=profile is not None and profile.simulator,
            theme=desk.theme,
            always_on_top=desk.always_on_top,
            screen_pop=desk.pop,
            after_answer=desk.after_answer,
            animations={"system": None, "on": True, "off": False}[desk.animations],
            on_quit=desk.quit_ending.kind,
            failure_s=desk.failure_s,
            queues=QueueOptions(**asdict(self.settings.queues)),
        )

    def check_items(self) -> list[CheckItem]:
        """What `check` says of the files: one that is broken is in force no longer than the desk.

        Without a profile in use this is what keeps the desk from having one, which is said already.
        """
        told = (*self.settings.warnings, *self.settings.missing)
        items = [CheckItem("file", "warning", text) for text in told]
        if self.problem is not None and self.settings.profile is not None:
            problem = " ".join(str(self.problem).split())
            words = (
                "After its next start the desk will have no telephone system, for its settings "
                f"cannot be used: {problem} The settings from before are in force until then."
            )
            items.append(CheckItem("file", "blocking", words))
        return items

    def connect_anew(self) -> None:
        """The secrets are others: the next `follow` connects even if the settings are the same."""
        self._connected = None

    def follow(self, to: Followers) -> None:
        """Have everything follow; the line only when its profile changed."""
        settings = self.settings
        to.pages.use(settings.screen_pop)
        to.journal.keep_for(settings.journal.retention_days)
        to.contacts.use(settings.contacts_file, self.settings.dial_rules)
        profile = settings.profile
        if profile is None:
            to.connector.stop(str(self.problem or " ".join(settings.notes)))
        elif profile != self._connected:
            self.profile_name, self.vendor_name = profile.name, profile.vendor
            to.connector.connect(profile, to.vendors[profile.vendor], to.secrets(profile))
        self._connected = profile

    async def leave_profile(self, before: Settings, runner: SessionRunner) -> CtiError | None:
        """Do what quitting would when the new settings are another agent's.

        Returns what kept it from happening, if anything.
        """
        if self._whose(before.profile) == self._whose(self.settings.profile):
            return None
        ending = before.desk.quit_ending
        error = await leave(runner, Ending("stay") if ending.kind == "ask" else ending)
        await runner.begin_again(Session())
        return error

    def _whose(self, profile: Profile | None) -> tuple[object, ...]:
        """What makes a profile another agent's desk rather than the same one set otherwise."""
        if profile is None:
            return ()
        keys = self._agent_settings(profile.vendor)
        return profile.name, profile.vendor, *(profile.settings.get(key) for key in keys)

    def _agent_settings(self, name: str) -> tuple[str, ...]:
        vendor = self._vendors.get(name)
        return ("agent",) if vendor is None else vendor.agent_settings or ("agent",)


async def read_first(
    path: Path, profile: str | None, policy: Path, *, strict: bool, vendors: Mapping[str, Vendor]
) -> SettingsInUse:
    """Read the settings for a start, and again whenever `SettingsInUse.changed` is asked.

    ``profile`` is the one named at the start. Raises `SettingsError` for a bad file if ``strict``.
    """

    def read() -> Settings:
        return load(path, vendors, profile, policy)

    # A share that does not answer holds a worker thread up, not the loop.
    return await asyncio.to_thread(SettingsInUse, read, Settings(path), policy, strict, vendors)
