"""Verbs that act."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import Any

from cti_desk.cli.verb import Verb, desk
from cti_desk.core.errors import UsageError

_AFTER_CALL = {
    "agent.pause": "paused after this call",
    "agent.logout": "logged out after this call",
}

Params = dict[str, Any]
Arguments = Callable[[ArgumentParser], None]


def _seconds(word: str) -> float:
    seconds = float(word)
    if not 0 < seconds <= 600:
        raise ValueError
    return seconds


def _wait(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--wait",
        nargs="?",
        const=True,
        default=None,
        metavar="S",
        help="answer when the vendor has confirmed, at most S seconds later (10)",
    )


def _act(method: str, options: Namespace, params: Params) -> int:
    given = {name: value for name, value in params.items() if value is not None}
    if options.wait is not None:
        given["wait"] = _wait_of(options.wait)
    with desk(options) as client:
        result = client.request(method, given)
    if options.json:
        print(json.dumps(result))
    else:
        print(_said(method, result))
    return 0


def _said(method: str, result: Params) -> str:
    """One line about what became of a command."""
    word = "Confirmed" if result.get("confirmed") else "Accepted"
    message = result.get("message") or ""
    if result.get("pending"):
        then = _AFTER_CALL.get(method, "this follows after this call")
        return f"{word}: {then}. {message}".rstrip()
    return f"{word}: {message}" if message else f"{word}."


def _wait_of(word: str | bool) -> float | bool:
    if isinstance(word, bool):
        return word
    try:
        return _seconds(word)
    except ValueError:
        raise UsageError(f"--wait takes seconds (more than 0, at most 600), not {word}.") from None


def _simple(name: str, help_text: str, method: str) -> Verb:
    return Verb(name, help_text, _wait, lambda options: _act(method, options, {}))


def _on_call(name: str, help_text: str, method: str, word: str | None = None) -> Verb:
    """A verb for one call, with at most one word of its own (a number, digits)."""

    def arguments(parser: ArgumentParser) -> None:
        if word is not None:
            parser.add_argument(word, nargs="?", metavar=word.upper())
        parser.add_argument("--call", metavar="ID", help="which call (default: the only one)")
        if name == "transfer":
            parser.add_argument(
                "--all", action="store_true", default=None, help="agree to moving all calls"
            )
        _wait(parser)

    def run(options: Namespace) -> int:
        params: Params = {"call_id": options.call, "all": getattr(options, "all", None)}
        if word is not None:
            params[word] = _needed(options, word)
        return _act(method, options, params)

    return Verb(name, help_text, arguments, run)


def _needed(options: Namespace, word: str) -> str:
    """The verb's own word; `dial --wait 6100` means the number, not 6100 seconds."""
    value = getattr(options, word)
    if value is None and isinstance(options.wait, str):
        value, options.wait = options.wait, True
    if value is None:
        raise UsageError(f"Say which {word}.")
    return str(value)


def _login(parser: ArgumentParser) -> None:
    parser.add_argument("device", nargs="?", help="where calls will ring, as SIP/default_0001")
    parser.add_argument("--agent", metavar="ID", help="another agent to serve, as default_1001")
    _wait(parser)


def _pause(parser: ArgumentParser) -> None:
    parser.add_argument("reason", nargs="?", help="code or text of a pause reason")
    _wait(parser)


def _dnd(parser: ArgumentParser) -> None:
    parser.add_argument("switch", choices=("on", "off"))
    _wait(parser)


def _forward(parser: ArgumentParser) -> None:
    parser.add_argument("kind", choices=("always", "busy", "no-answer"), help="which calls")
    parser.add_argument("number", help="where to, or “off”")
    _wait(parser)


def _run_forward(options: Namespace) -> int:
    kind = options.kind.replace("-", "_")
    number = None if options.number == "off" else options.number
    return _act("agent.forward", options, {"kind": kind, "number": number})


def _queue(parser: ArgumentParser) -> None:
    parser.add_argument("change", choices=("join", "leave"))
    parser.add_argument("queue")
    _wait(parser)


def _dial(parser: ArgumentParser) -> None:
    parser.add_argument("number", nargs="?", metavar="NUMBER")
    parser.add_argument(
        "--correlation-id", "--id", metavar="ID", help="your own number for the call"
    )
    _wait(parser)


def _run_dial(options: Namespace) -> int:
    number = _needed(options, "number")
    return _act("call.dial", options, {"number": number, "correlation_id": options.correlation_id})


def _run_login(options: Namespace) -> int:
    return _act("agent.login", options, {"device": options.device, "agent": options.agent})


VERBS: tuple[Verb, ...] = (
    Verb("login", "log in, with calls ringing at a device", _login, _run_login),
    _simple("logout", "log out", "agent.logout"),
    Verb(
        "pause",
        "be not ready, with a reason",
        _pause,
        lambda options: _act("agent.pause", options, {"reason": options.reason}),
    ),
    _simple("ready", "be ready for calls", "agent.ready"),
    _simple("end-wrap-up", "end working after the call", "agent.end_wrap_up"),
    Verb(
        "dnd",
        "do not disturb",
        _dnd,
        lambda options: _act("agent.dnd", options, {"on": options.switch == "on"}),
    ),
    Verb("forward", "forward calls", _forward, _run_forward),
    Verb(
        "queue",
        "join or leave a queue",
        _queue,
        lambda options: _act(f"queue.{options.change}", options, {"queue": options.queue}),
    ),
    Verb("dial", "call a number", _dial, _run_dial),
    _on_call("answer", "answer a ringing call", "call.answer"),
    _on_call("hangup", "end a call", "call.hangup"),
    _on_call("hold", "hold a call", "call.hold"),
    _on_call("retrieve", "take a held call back", "call.retrieve"),
    _on_call("transfer", "transfer without asking first", "call.transfer", "number"),
    _on_call("consult", "hold the call and ask a third party", "call.consult", "number"),
    _on_call("complete", "connect the two parties", "call.complete_transfer"),
    _on_call("reconnect", "end the consultation", "call.reconnect"),
    _on_call("pickup", "take a call that rings elsewhere", "call.pickup"),
    _on_call("digits", "send digits into the call", "call.digits", "digits"),
)
