"""The words that start something: the desk, its demo, the simulators and its small helpers."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import Final, NamedTuple


class Program(NamedTuple):
    """A word that reads its own arguments.

    ``takes`` are the options of starting the desk that mean something to it: they may stand before
    the word, too.
    """

    help: str
    run: Callable[[list[str]], int]
    takes: tuple[str, ...] = ()


STARTING: Final = ("profile", "config", "instance")
"""The options that say which desk is meant, or how one is started."""


def arguments(parser: ArgumentParser) -> None:
    """The options of starting the desk."""
    parser.add_argument("--profile", metavar="NAME", help="which profile of the settings to use")
    parser.add_argument("--config", metavar="FILE", help="another settings file")
    parser.add_argument("--instance", metavar="NAME", help="a desk beside this user's usual one")
    parser.add_argument(
        "--secrets-stdin",
        action="store_true",
        help="read the profile's secrets from standard input, a line NAME=VALUE each",
    )
    from cti_desk import __version__

    parser.add_argument("--version", action="version", version=f"CTI Desk {__version__}")


# Imported late: a verb must not pay for what only these need.


def start(options: Namespace) -> int:
    import gc
    from pathlib import Path

    # Imports make only objects that stay: looking for garbage among them is a fifth of the start.
    # The app goes back to collecting when the strip is on the screen.
    gc.disable()
    from cti_desk.desk.launch import main
    from cti_desk.desk.start_options import StartOptions

    config = None if options.config is None else Path(options.config)
    return main(StartOptions(options.profile, config, options.instance, options.secrets_stdin))


def _demo(arguments: list[str]) -> int:
    from cti_desk.demo import main

    return main(arguments)


def _simulate(arguments: list[str]) -> int:
    from cti_desk.simulator.command import simulate

    return simulate(arguments)


def _sim(arguments: list[str]) -> int:
    from cti_desk.simulator.command import sim

    return sim(arguments)


def _secret(arguments: list[str]) -> int:
    from cti_desk.settings.secret_command import main

    return main(arguments)


def _autostart(arguments: list[str]) -> int:
    from cti_desk.cli.autostart import main

    return main(arguments)


def _com(arguments: list[str]) -> int:
    from cti_desk.cli.com import main

    return main(arguments)


PROGRAMS = {
    "autostart": Program("start the desk with your login session, or not", _autostart, STARTING),
    "com": Program("COM objects for programs on Windows: register, unregister", _com, STARTING),
    "demo": Program("the desk with a simulated telephone system and a call day", _demo),
    "simulate": Program("a vendor's simulator as a server", _simulate),
    "secret": Program("store a password or key in the system's keyring", _secret),
    "sim": Program("drive a simulator: ring, answer, hangup, ...", _sim),
}
