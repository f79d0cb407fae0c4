"""What a verb of the command line is."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import NamedTuple

from cti_desk.api.client import Client, connect


class Verb(NamedTuple):
    """A word, what it means, the arguments it takes, and what it does (returns the exit code)."""

    name: str
    help: str
    arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], int]


def nothing(_parser: ArgumentParser) -> None:
    """The arguments of a verb that takes none."""


def desk(options: Namespace) -> Client:
    """A connection to the desk that the options name. Raises `DeskNotRunning`."""
    return connect(options.instance, name=getattr(options, "client", None))
