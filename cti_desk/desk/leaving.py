"""What becomes of the agent when the desk quits, the session ends or the screen is locked."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from cti_desk.core.commands import Command, LogOut, SetNotReady
from cti_desk.core.errors import CtiError, NoLink
from cti_desk.core.model import AgentState
from cti_desk.core.reports import Result
from cti_desk.desk.session_runner import SessionRunner
from cti_desk.settings.endings import Ending

_log = logging.getLogger(__name__)

WITHIN_S: Final = 5.0
_NOT_DONE: Final = {
    "logout": "The agent was not logged out",
    "pause": "The agent was not paused",
}
_NOTHING_TO_LEAVE: Final = (AgentState.LOGGED_OUT, AgentState.UNKNOWN)


async def leave(
    runner: SessionRunner, ending: Ending, within_s: float = WITHIN_S
) -> CtiError | None:
    """Carry an ending out; return what kept it from happening, if anything.

    Takes no longer than ``within_s`` seconds. A state that the vendor defers (a call is up) counts
    as done: it is pending there and needs no desk any more.
    """
    command = _command(ending)
    snapshot = runner.session.snapshot
    if command is None or snapshot.agent.underlying in _NOTHING_TO_LEAVE:
        return None
    if not snapshot.link.takes_commands:
        _log.warning("%s on leaving was not possible: no link", command.name)
        return NoLink(
            f"{_NOT_DONE[ending.kind]}: there was no link to the telephone system when the desk "
            "left it."
        )
    answered: asyncio.Future[Result] = asyncio.get_running_loop().create_future()

    def done(result: Result) -> None:
        if not answered.done():
            answered.set_result(result)

    runner.submit(command, done)
    try:
        result = await asyncio.wait_for(answered, within_s)
    except TimeoutError:
        result = CtiError(f"No answer within {within_s:g} s.")
    if not isinstance(result, CtiError):
        return None
    _log.warning("%s on leaving failed: %s", command.name, result)
    return result


def _command(ending: Ending) -> Command | None:
    if ending.kind == "logout":
        return LogOut()
    if ending.kind == "pause":
        return SetNotReady(ending.reason)
    return None
