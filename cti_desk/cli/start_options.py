"""The options of starting the desk, kept for a start that comes later: at login, or by COM."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from typing import Final

from cti_desk.api.address import instance_name
from cti_desk.core.errors import SettingsError

OPTIONS: Final = ("profile", "config", "instance")


def add_options(parser: ArgumentParser, help_text: str) -> None:
    """Have a parser know the options; ``help_text`` has a place for the option's name."""
    for option in OPTIONS:
        parser.add_argument(
            f"--{option}", metavar="VALUE", help=help_text.format(option=f"--{option}")
        )


def words_of(given: Namespace, *, must_exist: bool = True) -> list[str]:
    """The options as words of a command line that may be run later, from any folder.

    Raises `UsageError` for a bad name and, with ``must_exist``, `SettingsError` for a settings file
    that does not exist.
    """
    values = dict(vars(given))
    if values["config"] is not None:
        values["config"] = _lasting(values["config"], must_exist=must_exist)
    if values["instance"] is not None:
        instance_name(values["instance"])
    return [
        word for name in OPTIONS if values[name] is not None for word in (f"--{name}", values[name])
    ]


def _lasting(config: str, *, must_exist: bool) -> str:
    """The absolute path, because a later start may be in another folder."""
    path = os.path.abspath(os.path.expanduser(config))
    if must_exist and not os.path.isfile(path):
        raise SettingsError(f"There is no settings file {path}: nothing was changed.")
    return path
