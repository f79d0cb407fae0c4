"""The desk as the API sees it: the runner, and what answers questions beside it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final

from msgspec.structs import replace

from cti_desk.api.check import check_desk
from cti_desk.api.desk import CheckDone, CheckItem, Done, JournalDone, VendorDone
from cti_desk.core.capabilities import CapabilityTable
from cti_desk.core.commands import Command
from cti_desk.core.errors import CtiError
from cti_desk.core.explanation import Explanation, explain
from cti_desk.core.model import Snapshot
from cti_desk.core.ports import Clock, Contact, Contacts, Journal
from cti_desk.desk.queue_lookers import QueueLookers
from cti_desk.desk.session_runner import SessionRunner
from cti_desk.desk.settings_in_use import SettingsInUse
from cti_desk.desk.tasks import Tasks

_log = logging.getLogger(__name__)

READ_S: Final = 3.0
"""How long a check waits for what it has read again."""


class ApiDesk:
    """Implements `cti_desk.api.desk.DeskPort`.

    ``show_strip()`` shows the strip, which is on the displays ``shown_on``. ``look_at_files()``
    has changed settings followed.
    """

    def __init__(
        self,
        runner: SessionRunner,
        clock: Clock,
        contacts: Contacts,
        journal: Journal,
        lookers: QueueLookers,
        in_use: SettingsInUse,
        show_strip: Callable[[], None],
        shown_on: tuple[str, ...],
        look_at_files: Callable[[], Coroutine[Any, Any, None]],
    ) -> None:
        self._runner = runner
        self._clock = clock
        self._contacts = contacts
        self._journal = journal
        self._lookers = lookers
        self._in_use = in_use
        self._show_strip = show_strip
        self._shown_on = shown_on
        self._look_at_files = look_at_files
        self._tasks = Tasks()

    def snapshot(self) -> Snapshot:
        return self._runner.session.snapshot

    def table(self) -> CapabilityTable:
        return self._runner.session.table

    def profile(self) -> str:
        return self._in_use.profile_name

    def vendor(self) -> str:
        return self._in_use.vendor_name

    def now(self) -> float:
        return self._clock.now()

    def later(self, seconds: float, action: Callable[[], None]) -> Callable[[], None]:
        return asyncio.get_running_loop().call_later(seconds, action).cancel

    def submit(
        self,
        command: Command,
        done: Done,
        *,
        wait_s: float | None = None,
        agent_id: str | None = None,
        direct: bool = False,
    ) -> None:
        self._runner.submit(command, done, wait_s, agent_id, direct)

    def call_vendor(self, method: str, params: Mapping[str, Any], done: VendorDone) -> None:
        self._runner.call_vendor(method, params, done)

    def troubles(self) -> tuple[tuple[str, str], ...]:
        problem = self._journal.problem
        return () if problem is None else (("journal", problem),)

    def journal(self, limit: int, before: float | None, done: JournalDone) -> None:
        # A thousand rows take a frame to read, and the disk takes what it likes.
        loop = asyncio.get_running_loop()
        rows = loop.run_in_executor(None, self._journal.list, limit, before)
        rows.add_done_callback(lambda found: _hand_over(found, done))

    def look_up(self, number: str) -> Contact:
        return self._contacts.look_up(number)

    def explain(self, text: str, caller: bool, outside_line: str | None) -> Explanation:
        rules = self._in_use.dial_rules()
        if outside_line is not None:
            rules = replace(rules, outside_line=outside_line)
        return explain(text, rules, self._contacts.look_up, caller)

    def dialled(self, number: str) -> str:
        return self._in_use.dialled(number)

    def watch_queues(self, looks: bool) -> None:
        self._lookers.look("subscribers", looks)

    def glance_at_queues(self, done: Callable[[], None] | None = None) -> None:
        if done is None:
            self._lookers.glance()
        else:
            self._lookers.when_fresh(done)

    def settings_file(self) -> str:
        return str(self._in_use.settings.path.resolve())

    def displays(self) -> tuple[str, ...]:
        return self._shown_on

    def raise_strip(self) -> None:
        self._show_strip()

    def check(self, done: CheckDone) -> None:
        self._tasks.spawn(self._check(done))

    async def _check(self, done: CheckDone) -> None:
        """Look at everything anew; what does not answer in time is told as it was known last."""
        looking = self._tasks.spawn(self._look_at_files())
        await asyncio.wait({looking}, timeout=READ_S)
        await self._runner.refresh(READ_S)
        died = [CheckItem("desk", "warning", death.text) for death in self._runner.workers.deaths]
        done([*check_desk(self), *died], None)

    def file_items(self) -> list[CheckItem]:
        return self._in_use.check_items()


def _hand_over(rows: asyncio.Future[list[dict[str, Any]]], done: JournalDone) -> None:
    try:
        found = rows.result()
    except (asyncio.CancelledError, Exception):
        _log.exception("the journal cannot be read")
        done(None, CtiError("The journal cannot be read; the desk's log says more."))
    else:
        done(found, None)
