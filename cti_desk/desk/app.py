"""The composition root: builds every long-lived object, in the order a reader expects.

`cti_desk.desk.launch` makes the Qt application and the loop on it, and runs an `App`. An `App` is
built by one short method for each subsystem: knowledge, session and runner, desktop, system; then,
when the strip is on the screen, the API. The telephone system is connected last.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from cti_desk import __version__
from cti_desk.contacts.csv_contacts import CsvContacts
from cti_desk.core.events import Event, EventType, without_past
from cti_desk.core.moment import Moment
from cti_desk.core.ports import Secrets
from cti_desk.core.reports import Noticed, VendorEvent
from cti_desk.core.session import Session
from cti_desk.core.workers import Workers
from cti_desk.desk.api_desk import ApiDesk
from cti_desk.desk.file_watch import FileWatch
from cti_desk.desk.leaving import leave
from cti_desk.desk.page_opener import PageOpener
from cti_desk.desk.session_runner import SessionRunner
from cti_desk.desk.settings_changes import Parts, SettingsChanges
from cti_desk.desk.settings_in_use import Followers, SettingsInUse
from cti_desk.desk.start_up import WallClock, call_on, collect_garbage_again, painted, versions
from cti_desk.desk.strip_actions import StripActions
from cti_desk.desk.switch_connector import SwitchConnector
from cti_desk.desktop.actions import QuitChoice
from cti_desk.desktop.desktop import Desktop
from cti_desk.installation.registry import installed_vendors
from cti_desk.ipc.instance import Instance
from cti_desk.journal.journal import SqliteJournal
from cti_desk.settings.endings import Ending
from cti_desk.settings.loading import load
from cti_desk.settings.memory import FileMemory
from cti_desk.settings.model import Settings
from cti_desk.settings.secrets import KeyringSecrets, secrets_for
from cti_desk.system.displays import displays
from cti_desk.system.logging_setup import log_loop_errors, set_up_logging
from cti_desk.system.paths import Paths
from cti_desk.system.session_end import LockWatch, SessionEnd
from cti_desk.system.wake import WakeWatch

if TYPE_CHECKING:
    from cti_desk.desktop.settings.port import FormPort

REMEMBER_AFTER_S: Final = 2.0
PAINT_WAIT_S: Final = 1.0
SETTLED_S: Final = 5.0

_log = logging.getLogger(__name__)


class StartOptions(Struct, frozen=True):
    """What the command line says: which profile, which settings file, which instance."""

    profile: str | None = None
    config: Path | None = None
    instance: str | None = None
    secrets_stdin: bool = False


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
        self._stopping: asyncio.Future[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._unshown: list[Event] = []

    async def run(self) -> int:
        """Build the desk, serve until it is told to stop, and take it down."""
        self._stopping = asyncio.get_running_loop().create_future()
        await self._build_settings()
        self._build_knowledge()
        self._build_session()
        self._build_desktop()
        self._build_system()
        await painted(self._desktop.strip, PAINT_WAIT_S)
        self._build_api()
        self._contacts.begin()
        self._follow_settings()
        asyncio.get_running_loop().call_later(SETTLED_S, collect_garbage_again)
        _log.info("CTI Desk %s started: %s", __version__, versions())
        try:
            await self._stopping
        finally:
            await self._close()
        return 0

    # -- building, in this order

    async def _build_settings(self) -> None:
        """The settings; a bad usual file is told in the strip, a bad named one ends the start."""
        path = self._options.config or self._paths.settings_file

        def read() -> Settings:
            return load(path, self._vendors, self._options.profile, self._paths.policy_file)

        strict = self._options.config is not None
        # A share that does not answer holds a worker thread up, not the loop.
        self._in_use = await asyncio.to_thread(
            SettingsInUse, read, Settings(path), self._paths.policy_file, strict, self._vendors
        )
        self._follow_log()
        loop = asyncio.get_running_loop()
        self._workers = Workers(lambda text: call_on(loop, self._notice, text))
        log_loop_errors(loop, self._workers.failed)

    @property
    def _settings(self) -> Settings:
        return self._in_use.settings

    def _build_knowledge(self) -> None:
        """What the desk knows and remembers: memory, contacts, journal."""
        loop = asyncio.get_running_loop()
        self._memory = FileMemory(self._paths.memory_file, self._remember_soon)
        self._contacts = CsvContacts(
            self._settings.contacts_file,
            self._settings.dial_rules,
            on_loaded=lambda problems: call_on(loop, self._contacts_loaded, problems),
            begin=False,
        )
        self._journal = SqliteJournal(
            self._paths.journal_file,
            self._settings.journal.retention_days,
            on_notice=lambda text: call_on(loop, self._notice, text),
            on_open=lambda: call_on(loop, lambda: self._runner.recall_calls()),
        )

    def _build_session(self) -> None:
        """The session, its runner, and the line that will feed them."""
        self._runner = SessionRunner(Session(), self._clock, self._workers)
        self._runner.use_contacts(self._contacts)
        self._runner.use_journal(self._journal.remembered)
        self._runner.on_event.append(self._journal.record)
        self._connector = SwitchConnector(self._runner, self._clock, self._memory, self._workers)
        self._keyring = KeyringSecrets(self._waiting_for_keyring)
        self._desk = ApiDesk(
            self._runner, self._clock, self._contacts, self._journal, self._in_use.dial_rules
        )

    def _build_api(self) -> None:
        """The local API: dispatcher, event log and local socket."""
        # Imported late: the strip is on the screen sooner by what these take.
        from cti_desk.api.dispatcher import Dispatcher
        from cti_desk.ipc.local import LocalEndpoint

        self._desk.show_strip = self._desktop.raise_strip
        self._desk.settings_path, self._desk.shown_on = self._settings.path, displays()
        self._dispatcher = Dispatcher(self._desk)
        self._runner.on_event.insert(0, self._api_event)
        self._runner.on_vendor_event.append(self._ivclient_event)
        self._endpoint = LocalEndpoint(self._dispatcher, self._instance)
        self._endpoint.start()

    def _build_desktop(self) -> None:
        """Strip, tray and pops, and what they may ask for."""
        self._pages = PageOpener(
            self._contacts,
            self._runner,
            self._clock,
            self._memory,
            lambda error: self._notice(str(error)),
        )
        self._actions = StripActions(
            self._runner,
            self._contacts,
            self._journal,
            self._pages,
            self._in_use.dialled,
            self._paths.log_file,
            self._make_form,
            self._desk.lookers,
            self._quit,
        )
        self._desktop = Desktop(
            self._actions, self._memory, self._in_use.desktop_options(__version__)
        )
        self._actions.desktop = self._desktop
        self._desktop.show()
        self._runner.on_event.append(self._desktop_event)
        self._runner.on_change.append(self._desktop_change)
        for text in (*self._memory.notices, *self._settings.words):
            self._desktop.notice(text)

    def _build_system(self) -> None:
        """What the operating system tells: end, lock, wake, changed files."""
        self._session_end = SessionEnd(self._session_ends)
        self._lock_watch = LockWatch(self._locked)
        self._wake_watch = WakeWatch(self._woke)
        self._settings_changes = SettingsChanges(
            self._in_use,
            self._runner,
            Parts(
                self._desktop.settings_changed,
                self._use_settings,
                self._follow_settings,
                self._notice,
                self._desktop.withdraw,
            ),
        )
        self._desk.look_at_files = self._settings_changes.look
        self._files = FileWatch(self._files_changed)
        self._watch_files()

    # -- settings, now and when they change

    def _follow_settings(self) -> None:
        followers = Followers(
            self._runner,
            self._connector,
            self._desk,
            self._contacts,
            self._journal,
            self._pages,
            self._vendors,
            lambda profile: secrets_for(profile, self._given_secrets, self._keyring),
        )
        self._in_use.follow(followers)

    def _follow_log(self) -> None:
        log = self._settings.log
        set_up_logging(self._paths.log_file, log.level, log.megabytes, log.files)

    def _files_changed(self) -> None:
        self._contacts.check()
        self._spawn(self._settings_changes.look())

    def _use_settings(self, before: Settings) -> None:
        after = self._settings
        if before.log != after.log:
            self._follow_log()
        shown = (before.desk, before.profile, before.queues)
        if shown != (after.desk, after.profile, after.queues):
            self._desktop.use(self._in_use.desktop_options(__version__))
        self._watch_files()

    def _watch_files(self) -> None:
        self._files.watch(self._in_use.files)

    def _make_form(self) -> FormPort:
        """The settings form's side of the desk, from its opening to its closing."""
        from cti_desk.desk.form_actions import FormActions, FormPlace

        paths, options = self._paths, self._options
        place = FormPlace(
            self._settings.path, paths.policy_file, paths.log_file, self._vendors, options.profile
        )
        return FormActions(
            place,
            self._memory,
            self._clock,
            KeyringSecrets(),
            self._given_secrets,
            self._form_saved,
        )

    def _form_saved(self, secrets_too: bool) -> None:
        """Follow at once what the form has written, new secrets by a new connection."""
        self._spawn(self._settings_changes.look(meant=True, connect_anew=secrets_too))

    # -- what the runner tells

    def _api_event(self, event: Event, at: Moment) -> None:
        self._dispatcher.events.publish(event)

    def _ivclient_event(self, event: VendorEvent) -> None:
        self._dispatcher.ivclients.vendor_event(event.agent_id, event.fields)

    def _desktop_event(self, event: Event, at: Moment) -> None:
        if event.colleague is not None:
            return
        self._pages.on_event(event, at)
        self._unshown.append(event)

    def _desktop_change(self) -> None:
        """Show what came in this turn of the loop; a call that is over already pops nothing."""
        session = self._runner.session
        events, self._unshown = without_past(self._unshown, session.has_call), []
        self._desktop.update(session.snapshot, session.table, self._clock.now())
        for event in events:
            if event.event is EventType.NOTICE and event.text:
                self._desktop.notice(event.text)
            elif event.call is not None:
                self._desktop.event(event)

    # -- what the desk says

    def _notice(self, text: str) -> None:
        self._runner.feed(Noticed(text))

    def _waiting_for_keyring(self, sentence: str | None) -> None:
        if sentence is not None:
            self._connector.stop(sentence)

    def _contacts_loaded(self, problems: tuple[str, ...]) -> None:
        for problem in problems[:1]:
            self._notice(problem)
        self._runner.identify_calls()

    def _remember_soon(self) -> None:
        asyncio.get_running_loop().call_later(REMEMBER_AFTER_S, self._memory.flush)

    # -- the system, and the end

    def _woke(self) -> None:
        if self._runner.switch is not None:
            self._runner.switch.retry_now()

    def _locked(self) -> None:
        self._spawn(self._leave(self._settings.desk.lock_ending))

    def _session_ends(self, reason: str) -> None:
        _log.info("the session ends: %s", reason)
        self._spawn(self._leave_and_stop(self._settings.desk.session_ending))

    def _quit(self, choice: QuitChoice) -> None:
        configured = self._settings.desk.quit_ending
        reason = configured.reason if configured.kind == "pause" else None
        self._spawn(self._leave_and_stop(Ending(choice, reason)))

    async def _leave(self, ending: Ending) -> None:
        error = await leave(self._runner, ending)
        if error is not None:
            self._notice(str(error))

    async def _leave_and_stop(self, ending: Ending) -> None:
        await leave(self._runner, ending)
        self._session_end.done()
        if self._stopping is not None and not self._stopping.done():
            self._stopping.set_result(None)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _close(self) -> None:
        """Take down what was built, last first: who could begin something ends before it."""
        for watch in (self._pages, self._files, self._wake_watch, self._lock_watch):
            watch.close()
        self._runner.on_change.remove(self._desktop_change)
        self._desktop.close()
        self._endpoint.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._connector.close()
        await self._runner.close()
        self._journal.close()
        self._memory.flush()
