"""Handlers of the methods that act: they make a command of the parameters, and a reply of its
outcome.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cti_desk.api import params as p
from cti_desk.api.method import LATER, Handler, Request
from cti_desk.core import commands as c
from cti_desk.core.errors import CtiError
from cti_desk.core.reports import Result

Builder = Callable[[Request, Any], c.Command]


def acting(build: Builder) -> Handler:
    """Make a handler that submits the command which ``build`` makes of the parameters."""

    def handler(request: Request, params: p.Acting) -> Any:
        submit(request, params, build(request, params))
        return LATER

    return handler


def submit(
    request: Request, params: p.Acting, command: c.Command, agent_id: str | None = None
) -> None:
    """Submit a command and answer the request with what becomes of it."""
    wait_s = params.wait_s

    def done(result: Result) -> None:
        if isinstance(result, CtiError):
            request.refuse(result)
        else:
            request.answer(result)

    request.desk.submit(command, done, wait_s=wait_s, agent_id=agent_id)


def log_in(request: Request, params: p.LogInParams) -> Any:
    submit(request, params, c.LogIn(device=params.device), agent_id=params.agent)
    return LATER


def dial(request: Request, params: p.DialParams) -> c.Command:
    return c.MakeCall(request.desk.dialled(params.number), params.correlation_id)


def transfer(request: Request, params: p.TransferParams) -> c.Command:
    number = request.desk.dialled(params.number)
    return c.SingleStepTransfer(params.call_id, number=number, all=params.all)


def consult(request: Request, params: p.ConsultParams) -> c.Command:
    return c.ConsultationCall(params.call_id, number=request.desk.dialled(params.number))


def of_call(kind: type[c.CallCommand]) -> Handler:
    """Make a handler for a command whose only parameter is its call."""
    return acting(lambda _request, params: kind(params.call_id))
