"""``CtiDesk.Application``: the API's methods for programs that speak COM. Events: `feed`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from cti_desk import __version__
from cti_desk.api.client import Client
from cti_desk.core.errors import CtiError
from cti_desk.ipc.com.arguments import check_count, is_missing, text
from cti_desk.ipc.com.desk_line import Connect, DeskLine
from cti_desk.ipc.com.errors import E_INVALIDARG, ComError, com_error
from cti_desk.ipc.com.members import MEMBERS, Member, Parameter
from cti_desk.ipc.com.starter import Starter

ANSWER_S: Final = 15.0
"""How long a method waits beyond ``wait``: a command waits 10 s for a link that is coming up."""

_BY_NAME: Final = {member.name: member for member in MEMBERS}


class Application:
    """One object of one program."""

    def __init__(self, connect: Connect, starter: Starter) -> None:
        self._line = DeskLine(connect, starter, _nothing)

    def close(self) -> None:
        """The program has let go of the object."""
        self._line.close()

    def invoke(self, name: str, given: Sequence[Any]) -> str:
        """Call a method or read a property. Raises `ComError`."""
        member = _BY_NAME[name]
        check_count(name, given, [each.name for each in member.parameters])
        params = _params(member, given)
        if name == "Version":
            return __version__
        try:
            return self._ask(member, params)
        except CtiError as error:
            raise com_error(error) from error

    def _ask(self, member: Member, params: dict[str, Any]) -> str:
        if member.is_property:
            return self._read(member.name)
        method = member.api
        if not method:
            method, params = params["method"], params.get("params", {})
        result = self._request(method, params)
        if member.gives == "outcome":
            return "confirmed" if result["confirmed"] else "accepted"
        return json.dumps(result)

    def _read(self, name: str) -> str:
        snapshot = self._request("session.snapshot", {})
        if name == "State":
            return str(snapshot["agent"]["state"])
        return str(snapshot["link"]["state"]) if name == "Link" else json.dumps(snapshot)

    def _request(self, method: str, params: Any) -> Any:
        wait = params.get("wait") if isinstance(params, dict) else None
        seconds = ANSWER_S + (wait if isinstance(wait, int | float) else 0)
        with self._line.turn(seconds) as deadline:
            return self._line.request(method, params, deadline)


def _nothing(_client: Client) -> None:
    """A new connection needs no greeting: this object keeps nothing at the desk."""


def _params(member: Member, given: Sequence[Any]) -> dict[str, Any]:
    """The arguments that were passed, by name, in the types of the API. Omitted ones are not among
    them.
    """
    params: dict[str, Any] = {}
    for parameter, value in zip(member.parameters, given, strict=False):
        if not is_missing(value) and not (value == "" and not parameter.required):
            params[parameter.name] = _value(member.name, parameter, value)
    missing = [one.name for one in member.parameters if one.required and one.name not in params]
    if missing:
        raise ComError(E_INVALIDARG, f"{member.name} needs {', '.join(missing)}.")
    return params


def _value(method: str, parameter: Parameter, value: Any) -> Any:
    if parameter.kind == "text":
        return text(method, parameter.name, value)
    if parameter.kind == "json":
        return _json(method, parameter.name, value)
    if isinstance(value, bool) and parameter.kind != "number":
        return value
    if parameter.kind == "boolean" and value in (-1, 0, 1):
        return bool(value)
    try:
        number = float(text(method, parameter.name, value))
    except ValueError:
        words = f"{method}: {parameter.name} is a number, or True or False."
        raise ComError(E_INVALIDARG, words) from None
    return int(number) if number.is_integer() else number


def _json(method: str, name: str, value: Any) -> Any:
    try:
        return json.loads(value)
    except (TypeError, ValueError) as error:
        words = f"{method}: {name} is a text of JSON: {error}."
        raise ComError(E_INVALIDARG, words) from error
