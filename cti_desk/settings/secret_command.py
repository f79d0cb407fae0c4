"""``cti-desk secret set|delete|check PROFILE NAME``: stores a password or key in the keyring.

The secret is typed without echo, or read from standard input; it is never an argument.
"""

from __future__ import annotations

import argparse
import getpass
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, TextIO

from cti_desk.core.errors import SettingsError
from cti_desk.settings.keyring_process import HELPER, HelperProcess
from cti_desk.settings.secrets import WAITING, KeyringLocked, value_of

PATIENCE_S: Final = 2.0
"""How long the keyring may take. One that takes longer probably waits for its password."""
LIMITS_S: Final = {"check": 30.0, "set": 120.0, "delete": 120.0}
"""How long a keyring may take. Nobody may be there to answer its question, as in a script."""


def main(
    argv: Sequence[str],
    *,
    helper: Sequence[str] = HELPER,
    env: Mapping[str, str] | None = None,
    limit_s: float | None = None,
) -> int:
    """Run the command; the result is the process's exit code.

    ``limit_s`` is how long the keyring may take, in place of the usual time.
    """
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
        limit_s = LIMITS_S[arguments.action] if limit_s is None else limit_s
        found = _answer(HelperProcess(helper, env), request, limit_s)
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


def _answer(helper: HelperProcess, request: Mapping[str, str], limit_s: float) -> str | None:
    """What the keyring answers; raises one of its errors, also when it does not answer in time."""
    with _ended_after(helper, limit_s) as given_up:
        answer = helper.answer(request)
    if given_up.is_set() and not answer:
        raise KeyringLocked(
            f"Your keyring did not answer within {limit_s:g} s. It may be locked, with nobody to "
            "type its password. Unlock it, and try again."
        )
    return value_of(answer)


@contextmanager
def _ended_after(helper: HelperProcess, limit_s: float) -> Iterator[threading.Event]:
    """End the helper after a while; the event says that this has happened."""
    given_up = threading.Event()

    def give_up() -> None:
        given_up.set()
        helper.kill()

    timers: list[Any] = [threading.Timer(limit_s, give_up)]
    if limit_s > PATIENCE_S:
        timers.append(threading.Timer(PATIENCE_S, _say, (WAITING, sys.stderr)))
    for timer in timers:
        timer.daemon = True
        timer.start()
    try:
        yield given_up
    finally:
        for timer in timers:
            timer.cancel()


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
