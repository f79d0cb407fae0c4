"""The verb ``events``: what happens, as JSON lines."""

from __future__ import annotations

import json
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import Any

from cti_desk.api.client import Client
from cti_desk.cli.verb import Verb, desk
from cti_desk.core.errors import DeskNotRunning, OutcomeUnknown, UsageError

RETRY_S = 0.5

Position = tuple[str, int]


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--since", metavar="EPOCH:N", help="go on after this event")
    parser.add_argument(
        "--follow", action="store_true", help="go on for ever, also when the desk restarts"
    )


def _run(options: Namespace) -> int:
    since = None if options.since is None else position(options.since)
    with desk(options) as client:
        reply = client.subscribe(since)
        _print(reply)
        if not options.follow:
            _print_missed(client, reply, since)
            return 0
        since = _until_it_ends(client, reply)
    while True:
        since = _again(options, since)


def position(word: str) -> Position:
    """``EPOCH:N`` as the last event seen. Raises `UsageError`."""
    epoch, sign, number = word.rpartition(":")
    if not sign or not epoch or not number.isdecimal():
        raise UsageError(f"--since takes EPOCH:N, not {word}.")
    return epoch, int(number)


def _print_missed(client: Client, reply: dict[str, Any], since: Position | None) -> None:
    """Print what is there already: the events up to the reply's number, or the gap's mark."""
    if since is None:
        return
    newest = reply["sequence"]
    if not reply["resumed"]:
        _print(client.next_event())
    elif since[1] < newest:
        while True:
            event = client.next_event()
            _print(event)
            if event["sequence"] >= newest:
                return


def _until_it_ends(client: Client, reply: dict[str, Any]) -> Position:
    """Print events until the desk ends; returns the last one's position."""
    last = (reply["epoch"], reply["sequence"])
    try:
        for event in client.events():
            _print(event)
            last = (event["epoch"], event["sequence"])
    except DeskNotRunning:
        print("cti-desk: the desk has ended; waiting for it to return", file=sys.stderr)
    return last


def _again(
    options: Namespace, since: Position, pause: Callable[[float], None] = time.sleep
) -> Position:
    """Connect once more, and go on after the last event that was printed."""
    try:
        with desk(options) as client:
            reply = client.subscribe(since)
            print("cti-desk: the desk is back", file=sys.stderr)
            _print(reply)
            return _until_it_ends(client, reply)
    except (DeskNotRunning, OutcomeUnknown):
        pause(RETRY_S)
        return since


def _print(value: Any) -> None:
    print(json.dumps(value), flush=True)


VERBS: tuple[Verb, ...] = (Verb("events", "what happens, as JSON lines", _arguments, _run),)
