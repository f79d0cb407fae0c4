"""Verbs that only look."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable
from typing import Any

from cti_desk.cli import showing
from cti_desk.cli.terminal import pretty
from cti_desk.cli.verb import Verb, desk, nothing

MOST_ROWS = 1000

Show = Callable[[Any], list[str]]


def _look(name: str, help_text: str, method: str, show: Show) -> Verb:
    def run(options: Namespace) -> int:
        return _print(options, method, {}, show)

    return Verb(name, help_text, nothing, run)


def _print(options: Namespace, method: str, params: dict[str, Any], show: Show) -> int:
    with desk(options) as client:
        result = client.request(method, params)
    print(json.dumps(result) if options.json else "\n".join(show(result)))
    return 0


def _rows(word: str) -> int:
    if not word.isdecimal() or not 1 <= int(word) <= MOST_ROWS:
        raise ArgumentTypeError(f"a whole number from 1 to {MOST_ROWS} is needed, not {word}")
    return int(word)


def _journal_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--limit", type=_rows, default=20, metavar="N", help="how many rows (20)")


def _journal(options: Namespace) -> int:
    return _print(options, "journal.list", {"limit": options.limit}, showing.journal)


def _pretty(value: Any) -> list[str]:
    return [pretty(value)]


VERBS: tuple[Verb, ...] = (
    _look("status", "agent, calls, queues and link", "session.snapshot", showing.status),
    _look("snapshot", "everything the desk knows, as JSON", "session.snapshot", _pretty),
    _look("capabilities", "what can be asked", "session.capabilities", showing.capabilities),
    _look("queues", "the agent's queues", "queue.list", showing.queues),
    Verb("journal", "what happened, newest first", _journal_arguments, _journal),
)
