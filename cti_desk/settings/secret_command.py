"""``cti-desk secret set|delete|check PROFILE NAME``: stores a password or key in the keyring.

The secret is typed without echo, or read from standard input; it is never an argument.
"""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Mapping, Sequence
from typing import TextIO

from cti_desk.core.errors import SettingsError
from cti_desk.settings.keyring_process import HELPER, HelperProcess
from cti_desk.settings.secrets import value_of


def main(
    argv: Sequence[str],
    *,
    helper: Sequence[str] = HELPER,
    env: Mapping[str, str] | None = None,
) -> int:
    """Run the command; the result is the process's exit code."""
    arguments = _parser().parse_args(argv)
    request = {
        "action": {"check": "get"}.get(arguments.action, arguments.action),
        "profile": arguments.profile,
        "name": arguments.name,
    }
    what = f"{arguments.name} of profile {arguments.profile}"
    try:
        if arguments.action == "set":
            request["value"] = _ask(what)
        found = value_of(HelperProcess(helper, env).answer(request))
    except SettingsError as error:
        _say(f"{what}: {error}", sys.stderr)
        return error.exit_code
    if arguments.action == "check" and found is None:
        _say(f"{what}: your keyring has none.")
        return 1
    _say(f"{what}: {_DONE[arguments.action]}")
    return 0


_DONE = {
    "set": "stored in your keyring.",
    "delete": "your keyring has it no longer.",
    "check": "your keyring has it.",
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cti-desk secret", description="Passwords and keys in the system's keyring."
    )
    parser.add_argument("action", choices=("set", "delete", "check"))
    parser.add_argument("profile", help="the profile's name in the settings")
    parser.add_argument("name", help="the secret's name, such as password or key")
    return parser


def _ask(what: str) -> str:
    if sys.stdin.isatty():
        value = getpass.getpass(f"{what}: ")
    else:
        value = sys.stdin.readline().rstrip("\r\n")
    if not value:
        raise SettingsError("nothing was given, and nothing was changed.")
    return value


def _say(text: str, stream: TextIO | None = None) -> None:
    (stream or sys.stdout).write(text + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
