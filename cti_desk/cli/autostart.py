"""``cti-desk autostart on|off|status``: whether the desk starts with the login session."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from cti_desk.own_program import command
from cti_desk.system import autostart

OPTIONS = ("profile", "config", "instance")
"""Those of starting the desk that the entry may carry."""


def main(argv: Sequence[str]) -> int:
    """Run the command; the result is the exit code: 1 for a ``status`` of off."""
    given = _parser().parse_args(argv)
    if given.action == "on":
        autostart.enable(command(*_options(given), windowed=True))
    elif given.action == "off":
        autostart.disable()
    on = autostart.is_enabled()
    print("CTI Desk starts with your session." if on else "CTI Desk does not start by itself.")
    return 1 if given.action == "status" and not on else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cti-desk autostart", description="Start the desk with your login session, or not."
    )
    parser.add_argument("action", choices=("on", "off", "status"))
    for option in OPTIONS:
        parser.add_argument(f"--{option}", metavar="VALUE", help=f"start with this --{option}")
    return parser


def _options(given: argparse.Namespace) -> list[str]:
    values = vars(given)
    return [word for name in OPTIONS if values[name] for word in (f"--{name}", values[name])]
