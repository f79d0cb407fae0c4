"""The control API's verbs: declared once for the server, the command line and the documentation.

Light on purpose: the command ``cti-desk sim`` imports this and a socket, nothing more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple


class Param(NamedTuple):
    """One parameter. ``kind`` is text, number, flag, flag or number, list or any."""

    kind: str = "text"
    required: bool = False


class Verb(NamedTuple):
    """One verb. ``positional`` names the parameters a command line takes without ``--name``."""

    help: str
    params: Mapping[str, Param]
    positional: tuple[str, ...] = ()
    open: bool = False  # takes further parameters, checked by whoever carries it out


_TEXT: Final = Param()
_FLAG: Final = Param("flag")
_NUMBER: Final = Param("number")
_CALL: Final = {"call": _TEXT, "agent": _TEXT}

VERBS: Final[dict[str, Verb]] = {
    "ring": Verb(
        "a caller from outside rings an agent or enters a queue",
        {
            "agent": _TEXT,
            "queue": _TEXT,
            "from": Param(required=True),
            "name": _TEXT,
            "called": _TEXT,
        },
    ),
    "dial": Verb(
        "an agent dials on their telephone",
        {"agent": Param(required=True), "to": Param(required=True)},
        ("agent", "to"),
    ),
    "answer": Verb("whoever rings in a call picks up", _CALL, ("call",)),
    "hold": Verb("an agent holds a call on their telephone", _CALL, ("call",)),
    "retrieve": Verb("an agent takes a held call back", _CALL, ("call",)),
    "hangup": Verb(
        "one side of a call hangs up",
        {**_CALL, "by": _TEXT, "reason": _TEXT},
        ("call",),
    ),
    "transfer": Verb(
        "an agent transfers a call with the keys of their telephone",
        {**_CALL, "to": Param(required=True), "attended": _FLAG},
        ("call", "to"),
    ),
    "pickup": Verb(
        "another agent takes a call that rings at a colleague",
        {"call": _TEXT, "agent": Param(required=True)},
        ("call",),
    ),
    "phone": Verb(
        "how an agent's telephone behaves",
        {
            "agent": Param(required=True),
            "auto_answer": Param("flag or number"),
            "busy": _FLAG,
            "unreachable": _FLAG,
        },
        ("agent",),
    ),
    "agent": Verb(
        "change an agent as a supervisor would",
        {
            "agent": Param(required=True),
            "do": _TEXT,
            "device": _TEXT,
            "reason": _TEXT,
            "queue": _TEXT,
            "disabled": _FLAG,
            "inbound": _FLAG,
            "outbound": _FLAG,
        },
        ("agent", "do"),
    ),
    "queue": Verb("change a queue's settings", {"queue": Param(required=True)}, ("queue",), True),
    "clock": Verb("let time pass at once", {"advance": Param("number", True)}, ("advance",)),
    "fault": Verb(
        "let something fail; 'clear' ends one kind or all",
        {"kind": Param(required=True)},
        ("kind",),
        True,
    ),
    "stats": Verb("what was counted: connections, logins, requests, events", {}),
    "state": Verb("agents, queues and calls as they are", {}),
    "script": Verb(
        "run a file of verbs with waits (JSON lines or TOML)",
        {"file": Param(required=True)},
        ("file",),
    ),
    "secrets": Verb("the password and key of this simulator", {}),
    "variant": Verb("switch how the wire fills what its manual leaves open", {}, (), True),
    "rights": Verb(
        "which methods an access key may call ('all': every one)",
        {"key": _TEXT, "methods": Param("list", True)},
    ),
    "feed": Verb(
        "send call events of other agents in bulk",
        {"count": Param("number", True), "rate": _NUMBER, "agents": Param("list")},
    ),
}


def problem(name: str, params: Mapping[str, Any], *, typed: bool = False) -> str | None:
    """What is wrong with a verb's parameters, in words; ``None`` if nothing is.

    ``typed``: on a command line, where a parameter is an option (``--from``).
    """
    verb = VERBS.get(name)
    if verb is None:
        return f"There is no verb {name!r}. Verbs are: {', '.join(VERBS)}."
    what, dashes = ("option", "--") if typed else ("parameter", "")
    for key, value in params.items():
        param = verb.params.get(key)
        if param is None and not verb.open:
            known = ", ".join(dashes + one for one in verb.params) or "none"
            given = f"{dashes}{key}" if typed else repr(key)
            return f"{name} has no {what} {given}. {what.title()}s: {known}."
        if param is not None and not _fits(param.kind, value):
            return f"{name}: {dashes}{key} must be {_words(param.kind, typed)}."
    missing = [key for key, param in verb.params.items() if param.required and key not in params]
    return f"{name} needs {', '.join(dashes + key for key in missing)}." if missing else None


def _words(kind: str, typed: bool) -> str:
    on_off = "on or off" if typed else "true or false"
    return {
        "text": "a text",
        "number": "a number",
        "flag": on_off,
        "flag or number": f"{on_off}, or a number",
        "list": "a list of texts",
    }[kind]


def _fits(kind: str, value: Any) -> bool:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return {
        "text": isinstance(value, str) and value != "",
        "number": number and value == value and abs(value) < 1e9,
        "flag": isinstance(value, bool),
        "flag or number": isinstance(value, bool) or number,
        "list": isinstance(value, list) and all(isinstance(item, str) for item in value),
    }[kind]
