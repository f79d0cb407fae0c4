"""The ten methods of IVClient, for the CRM programs written for it (docs/contracts.md §4),
and one that the COM object needs for itself.

Arguments by position, integer results in the codes of InstantVoice's manual, whichever vendor is
behind. The arguments go to the vendor as they are: no dial rules, and a call's id is the vendor's.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Final

from cti_desk.api import params as p
from cti_desk.api.event_queues import EventQueues
from cti_desk.api.method import LATER, Handler, Request
from cti_desk.core import commands as c
from cti_desk.core.errors import (
    CtiError,
    NoLink,
    NotOffered,
    OutcomeUnknown,
    RefusedByVendor,
    RepeatedCommand,
    UsageError,
)
from cti_desk.core.reports import Accepted, Result

ANSWER_S: Final = 5.0

# Codes of the manual's table of return codes.
SUCCESS: Final = 0
MISSING_ARGUMENT: Final = 1
DUPLICATE: Final = 4
NOT_ALLOWED: Final = 10
INTERNAL_ERROR: Final = 9999
OFFLINE: Final = -1

_log = logging.getLogger(__name__)


class IvClients(EventQueues):
    """Who uses `ivclient.*`, each with a queue of the vendor's raw events."""


def code_of(result: Result) -> int:
    """The vendor's own code where it gave one, else the manual's nearest."""
    if isinstance(result, Accepted | RefusedByVendor) and result.code is not None:
        return _number(result.code)
    match result:
        case Accepted():
            return SUCCESS
        case NotOffered():
            return NOT_ALLOWED
        case NoLink() | OutcomeUnknown():
            return OFFLINE
        case UsageError():
            return MISSING_ARGUMENT
        case RepeatedCommand():
            return DUPLICATE
    return INTERNAL_ERROR


def _number(code: str | int) -> int:
    """A vendor's code as the integer that these programs expect."""
    try:
        return int(code)
    except ValueError:
        return INTERNAL_ERROR


def text(argument: p.Argument | None) -> str:
    """An argument as text; scripts pass 1 or 1.0 where the manual says "1"."""
    if argument is None:
        return ""
    if isinstance(argument, float) and argument.is_integer():
        argument = int(argument)
    return str(argument).strip()


def full_name(accountcode: str, username: str) -> str:
    """The agent's full name, as `default_1001`, also when only the number was given."""
    return username if "_" in username or not accountcode else f"{accountcode}_{username}"


def start_tray(request: Request, params: p.IvClientParams) -> int:
    request.ivclients.start(_key(request, params))
    request.desk.raise_strip()
    return SUCCESS


def stop_tray(request: Request, params: p.IvClientParams) -> int:
    request.ivclients.stop(_key(request, params))
    return SUCCESS


def poll_events(request: Request, params: p.IvClientParams) -> str:
    return request.ivclients.poll(_key(request, params))


Builder = Callable[[Any], tuple[c.Command, str | None]]


def method(build: Builder, *, needs: tuple[str, ...], subscribes: bool = False) -> Handler:
    """Make the handler of a method that acts.

    ``build`` returns the command and the agent it is for. An empty argument among ``needs`` is
    answered as the server does, with code 1, and nothing is done.
    """

    def handler(request: Request, params: Any) -> Any:
        key = _key(request, params)
        if subscribes:
            request.ivclients.start(key)
        else:
            request.ivclients.touch(key)
        if not all(text(getattr(params, name)) for name in needs):
            return MISSING_ARGUMENT
        command, agent_id = build(params)
        if agent_id is not None:
            request.ivclients.serve(agent_id)
        _submit(request, command, agent_id)
        return LATER

    return handler


def _submit(request: Request, command: c.Command, agent_id: str | None) -> None:
    cancel: list[Callable[[], None]] = []

    def done(result: Result) -> None:
        for stop_waiting in cancel:
            stop_waiting()
        request.answer(code_of(result))

    try:
        request.desk.submit(command, done, agent_id=agent_id, direct=True)
    except CtiError as error:
        request.answer(code_of(error))
    except Exception:
        _log.exception("%s failed inside the desk", command.name)
        request.answer(INTERNAL_ERROR)
    if request.open:
        cancel.append(request.desk.later(ANSWER_S, lambda: request.answer(OFFLINE)))


def _key(request: Request, params: p.IvClientParams) -> object:
    """Whose queue: a named client's, else the connection's own."""
    return params.client or request.client or request.program


def _agent(params: Any) -> str:
    return full_name(text(params.accountcode), text(params.username))


def log_in(params: p.IvLogInParams) -> tuple[c.Command, str]:
    return c.LogIn(device=text(params.interface)), _agent(params)


def log_off(params: p.IvAgentParams) -> tuple[c.Command, str]:
    return c.LogOut(), _agent(params)


def pause(params: p.IvPauseParams) -> tuple[c.Command, str]:
    return c.SetNotReady(reason=text(params.reason)), _agent(params)


def unpause(params: p.IvAgentParams) -> tuple[c.Command, str]:
    return c.SetReady(), _agent(params)


def transfer(params: p.IvTransferParams) -> tuple[c.Command, str]:
    # The manual says that every call of the agent is moved: the program has agreed to it.
    return c.SingleStepTransfer(number=text(params.dest_ext), all=True), _agent(params)


def follow(params: p.IvAgentParams) -> tuple[c.Command, str]:
    return c.FollowAgent(), _agent(params)


def new_call(params: p.IvNewCallParams) -> tuple[c.Command, str]:
    own_id = text(params.external_id) or None
    return c.MakeCall(text(params.dest_ext), own_id), _agent(params)


def hang_up(params: p.IvHangupParams) -> tuple[c.Command, None]:
    return c.ClearCall(text(params.uniqueid)), None
