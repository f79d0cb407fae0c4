"""The desk is quit, the session ends, or the screen is locked: what the settings want done then."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol

from cti_desk.desk.leaving import leave
from cti_desk.desk.session_runner import SessionRunner
from cti_desk.desk.tasks import Tasks
from cti_desk.desktop.actions import QuitChoice
from cti_desk.settings.endings import Ending
from cti_desk.settings.model import Settings

_log = logging.getLogger(__name__)


class HasSettings(Protocol):
    """Who knows the settings in use."""

    @property
    def settings(self) -> Settings: ...


class Endings:
    """Carries the endings out. ``stop()`` is called when the agent has been left."""

    def __init__(
        self, runner: SessionRunner, in_use: HasSettings, tasks: Tasks, stop: Callable[[], None]
    ) -> None:
        self._runner = runner
        self._in_use = in_use
        self._tasks = tasks
        self._stop = stop

    def locked(self) -> None:
        """The screen is locked; the desk goes on."""
        self._tasks.spawn(self._leave(self._in_use.settings.desk.lock_ending))

    def session_ends(self, reason: str) -> None:
        """The login session ends, or a signal asks the desk to end."""
        _log.info("the session ends: %s", reason)
        self._tasks.spawn(self._leave_and_stop(self._in_use.settings.desk.session_ending))

    def quit(self, choice: QuitChoice) -> None:
        """The agent ends the desk, and has chosen what becomes of them."""
        configured = self._in_use.settings.desk.quit_ending
        reason = configured.reason if configured.kind == "pause" else None
        self._tasks.spawn(self._leave_and_stop(Ending(choice, reason)))

    async def _leave(self, ending: Ending) -> None:
        error = await leave(self._runner, ending)
        if error is not None:
            self._runner.notice(str(error))

    async def _leave_and_stop(self, ending: Ending) -> None:
        await leave(self._runner, ending)
        self._stop()
