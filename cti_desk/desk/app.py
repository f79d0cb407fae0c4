"""The composition root: builds every long-lived object, in the order a reader expects.

`cti_desk.desk.launch` makes the Qt application and the loop on it, and runs an `App`. An `App` is
built by one short method for each subsystem: settings, knowledge, session, desktop, system, API,
and then who observes the session. When the strip is on the screen, programs may connect, and last
the telephone system is connected.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from cti_desk import __version__
from cti_desk.contacts.csv_contacts import CsvContacts
from cti_desk.core.ports import Secrets
from cti_desk.core.session import Session
from cti_desk.core.workers import Workers
from cti_desk.desk.api_desk import ApiDesk
from cti_desk.desk.desktop_feed import DesktopFeed
from cti_desk.desk.endings import Endings
from cti_desk.desk.file_watch import FileWatch
from cti_desk.desk.local_api import LocalApi
from cti_desk.desk.observers import Observers
from cti_desk.desk.page_opener import PageOpener
from cti_desk.desk.queue_lookers import QueueLookers
from cti_desk.desk.session_runner import SessionRunner
from cti_desk.desk.settings_changes import Parts, SettingsChanges
from cti_desk.desk.settings_in_use import Followers, read_first
from cti_desk.desk.settings_shown import SettingsShown, set_up_log
from cti_desk.desk.start_options import StartOptions
from cti_desk.desk.start_up import WallClock, call_on, collect_garbage_again, painted, versions
from cti_desk.desk.strip_actions import StripActions
from cti_desk.desk.switch_connector import SwitchConnector
from cti_desk.desk.tasks import Tasks
from cti_desk.desktop.desktop import Desktop
from cti_desk.installation.registry import installed_vendors
from cti_desk.ipc.instance import Instance
from cti_desk.journal.journal import SqliteJournal
from cti_desk.settings.memory import FileMemory
from cti_desk.settings.secrets import KeyringSecrets, secrets_for
from cti_desk.system.displays import displays
from cti_desk.system.logging_setup import log_loop_errors
from cti_desk.system.paths import Paths
from cti_desk.system.session_end import LockWatch, SessionEnd
from cti_desk.system.wake import WakeWatch

if TYPE_CHECKING:
    from cti_desk.desktop.settings.port import FormPort

REMEMBER_AFTER_S: Final = 2.0
PAINT_WAIT_S: Final = 1.0
SETTLED_S: Final = 5.0

_log = logging.getLogger(__name__)


class App:
    """Everything that lives as long as the desk does."""

    def __init__(
        self, options: StartOptions, instance: Instance, given_secrets: Secrets | None
    ) -> None:
        self._options = options
        self._instance = instance
        self._given_secrets = given_secrets
        self._paths = Paths(options.instance)
        self._clock = WallClock()
        self._vendors = installed_vendors()
        self._tasks = Tasks()

    async def run(self) -> int:
        """Build the desk, serve until it is told to stop, and take it down."""
        self._loop = asyncio.get_running_loop()
        self._stopping = self._loop.create_future()
        await self._build_settings()
        self._build_knowledge()
        self._build_session()
        self._build_desktop()
        self._build_system()
        self._build_api()
        self._build_observers()
        await painted(self.desktop.strip, PAINT_WAIT_S)
        self.api.open()
        self._contacts.begin()
        self._in_use.follow(self._followers)
        self._loop.call_later(SETTLED_S, collect_garbage_again)
        _log.info("CTI Desk %s started: %s", __version__, versions())
        try:
            await self._stopping
        finally:
            await self._close()
        return 0

    def stop(self) -> None:
        """End `run`: the agent has been left."""
        self._session_end.done()
        if not self._stopping.done():
            self._stopping.set_result(None)

    # -- building, in this order

    async def _build_settings(self) -> None:
        """The settings; a bad usual file is told in the strip, a bad named one ends the start."""
        options, paths = self._options, self._paths
        self._in_use = await read_first(
            options.config or paths.settings_file,
            options.profile,
            paths.policy_file,
            strict=options.config is not None,
            vendors=self._vendors,
        )
        set_up_log(paths.log_file, self._in_use.settings)

    def _build_knowledge(self) -> None:
        """What the desk knows and remembers: memory, contacts, journal."""
        settings = self._in_use.settings
        self._memory = FileMemory(self._paths.memory_file, on_dirty=self._remember_soon)
        self._contacts = CsvContacts(
            settings.contacts_file,
            settings.dial_rules,
            on_loaded=lambda problems: self._call(lambda: self.runner.contacts_loaded(problems)),
            begin=False,
        )
        self._journal = SqliteJournal(
            self._paths.journal_file,
            settings.journal.retention_days,
            on_notice=self._notice_from_thread,
            on_open=lambda: self._call(lambda: self.runner.recall_calls()),
        )

    def _build_session(self) -> None:
        """The session, its runner, and what will connect them to a telephone system."""
        workers = Workers(self._notice_from_thread)
        log_loop_errors(self._loop, workers.failed)
        self.runner = SessionRunner(
            Session(), self._clock, workers, self._contacts, self._journal.remembered
        )
        self._connector = SwitchConnector(self.runner, self._clock, self._memory, workers)
        self._keyring = KeyringSecrets(self._connector.keyring_waits)
        self._lookers = QueueLookers(self.runner, self._clock)
        self._endings = Endings(self.runner, self._in_use, self._tasks, self.stop)

    def _build_desktop(self) -> None:
        """Strip, tray and pops, and what they may ask for."""
        self._pages = PageOpener(
            self._contacts,
            self.runner,
            self._clock,
            self._memory,
            failed=lambda error: self.runner.notice(str(error)),
        )
        actions = StripActions(
            self.runner,
            self._contacts,
            self._journal,
            self._pages,
            self._in_use.dialled,
            self._paths.log_file,
            self._make_form,
            self._lookers,
            self._endings.quit,
            fail=lambda *failure: self.desktop.failure(*failure),
        )
        self.desktop = Desktop(actions, self._memory, self._in_use.desktop_options(__version__))
        self._feed = DesktopFeed(self.runner, self._clock, self.desktop)
        self.desktop.show()
        for text in (*self._memory.notices, *self._in_use.settings.words):
            self.desktop.notice(text)

    def _make_form(self) -> FormPort:
        """The settings form's side of the desk, from its opening to its closing."""
        from cti_desk.desk.form_actions import FormActions, FormPlace

        paths, file = self._paths, self._in_use.settings.path
        named = self._options.profile
        return FormActions(
            FormPlace(file, paths.policy_file, paths.log_file, self._vendors, named),
            self._memory,
            self._clock,
            KeyringSecrets(),
            self._given_secrets,
            took_effect=self._changes.saved,
        )

    def _build_system(self) -> None:
        """What the operating system tells: end, lock, wake, changed files; and what follows."""
        self._session_end = SessionEnd(self._endings.session_ends)
        self._lock_watch = LockWatch(self._endings.locked)
        self._wake_watch = WakeWatch(self.runner.retry_now)
        self._files = FileWatch(self._contacts.check, lambda: self._changes.files_touched())
        self._followers: Followers = Followers(
            self._connector,
            self._contacts,
            self._journal,
            self._pages,
            self._vendors,
            secrets=lambda profile: secrets_for(profile, self._given_secrets, self._keyring),
        )
        parts = Parts(
            files_changed=self.desktop.settings_changed,
            use=SettingsShown(self._in_use, self._paths.log_file, self.desktop, self._files).use,
            follow=lambda: self._in_use.follow(self._followers),
            say=self.runner.notice,
            withdraw=self.desktop.withdraw,
        )
        self._changes: SettingsChanges = SettingsChanges(
            self._in_use, self.runner, parts, self._tasks
        )

    def _build_api(self) -> None:
        """The desk as programs see it, and the door they come in by."""
        desk = ApiDesk(
            self.runner,
            self._clock,
            self._contacts,
            self._journal,
            self._lookers,
            self._in_use,
            show_strip=self.desktop.raise_strip,
            shown_on=displays(),
            look_at_files=self._changes.look,
        )
        self.api: LocalApi = LocalApi(desk, self._instance)

    def _build_observers(self) -> None:
        """Who hears of the session, in this order: a program knows what the desktop shows."""
        self.runner.observe(
            Observers(
                events=(
                    self.api.on_event,
                    self._journal.record,
                    self._pages.on_event,
                    self._feed.on_event,
                ),
                vendor_events=(self.api.on_vendor_event,),
                changes=(self._lookers.changed, self._feed.changed),
                closing=(self._lookers.close,),
            )
        )

    # -- later, and from other threads

    def _remember_soon(self) -> None:
        self._loop.call_later(REMEMBER_AFTER_S, self._memory.flush)

    def _call(self, function: Callable[[], None]) -> None:
        call_on(self._loop, function)

    def _notice_from_thread(self, text: str) -> None:
        self._call(lambda: self.runner.notice(text))

    # -- the end

    async def _close(self) -> None:
        """Take down what was built, last first: who could begin something ends before it."""
        for part in (self._pages, self._files, self._wake_watch, self._lock_watch, self._feed):
            part.close()
        self.desktop.close()
        self.api.close()
        await self._tasks.close()
        await self._connector.close()
        await self.runner.close()
        self._journal.close()
        self._memory.flush()
