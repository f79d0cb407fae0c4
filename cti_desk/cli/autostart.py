"""``cti-desk autostart on|off|status``: whether the desk starts with the login session."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from cti_desk.cli.start_options import add_options, words_of
from cti_desk.installation.own_program import command
from cti_desk.system import autostart


def main(argv: Sequence[str]) -> int:
    """Run the command; the result is the exit code: 1 for a ``status`` of off.

    Each instance has an entry of its own. Raises `SettingsError`, `UsageError`.
    """
    parser = _parser()
    given = parser.parse_args(argv)
    if given.action != "on" and (given.profile is not None or given.config is not None):
        parser.error("--profile and --config go with “on” only")
    words = words_of(given)
    if given.action == "on":
        autostart.enable(command(*words, windowed=True), given.instance)
    elif given.action == "off":
        autostart.disable(given.instance)
    on = autostart.is_enabled(given.instance)
    which = f"The desk “{given.instance}”" if given.instance is not None else "CTI Desk"
    print(f"{which} starts with your session." if on else f"{which} does not start by itself.")
    return 1 if given.action == "status" and not on else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cti-desk autostart",
        description="Start the desk with your login session, or not.",
        allow_abbrev=False,
    )
    parser.add_argument("action", choices=("on", "off", "status"))
    add_options(parser, "start with this {option}")
    return parser
