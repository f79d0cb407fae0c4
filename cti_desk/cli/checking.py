"""The verb ``check``: what keeps calls away, of the running desk or of a settings file.

Exit codes: 0 nothing keeps calls away as far as can be known, 1 something does, 3 no desk.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from typing import Any

from cti_desk.cli import showing
from cti_desk.cli.verb import Verb, desk
from cti_desk.core.errors import UsageError


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--file", metavar="FILE", help="look at this settings file instead; no desk is needed"
    )
    parser.add_argument(
        "--policy", metavar="FILE", help="with --file: the administrator's file that goes with it"
    )


def _run(options: Namespace) -> int:
    items = _of_desk(options) if options.file is None else _of_file(options)
    print(json.dumps(items) if options.json else "\n".join(showing.check(items)))
    return 1 if any(map(showing.keeps_calls_away, items)) else 0


def _of_desk(options: Namespace) -> list[dict[str, Any]]:
    if options.policy is not None:
        raise UsageError("--policy goes with --file: which settings file should be looked at?")
    with desk(options) as client:
        items: list[dict[str, Any]] = client.request("desk.check", {})
    return items


def _of_file(options: Namespace) -> list[dict[str, Any]]:
    if options.instance is not None:
        raise UsageError("--instance names a running desk; a file is looked at without one.")
    # Imported late: the usual check must not pay for the settings and the telephone systems.
    from pathlib import Path

    from msgspec.structs import asdict

    from cti_desk.installation.registry import installed_vendors
    from cti_desk.settings.file_check import check_file

    policy = None if options.policy is None else Path(options.policy)
    return [asdict(item) for item in check_file(Path(options.file), policy, installed_vendors())]


VERBS: tuple[Verb, ...] = (Verb("check", "what keeps calls away", _arguments, _run),)
