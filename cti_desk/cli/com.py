"""``cti-desk com register|unregister|serve``: our COM objects for this user's programs (Windows).

``serve`` is what Windows starts when a program makes an object.
"""

from __future__ import annotations

import argparse
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from cti_desk.cli.start_options import add_options, words_of
from cti_desk.core.errors import SettingsError
from cti_desk.installation import own_program
from cti_desk.ipc.com import registration
from cti_desk.ipc.com.type_library import default_folder, library_path, make_type_library
from cti_desk.ipc.com.windows_registry import user_software


def main(argv: Sequence[str]) -> int:
    """Run the command; the result is the exit code. Raises `UsageError` off Windows."""
    given, _embedding = _parser().parse_known_args(argv)  # COM adds a word of its own
    software = user_software()
    if given.action == "serve":
        from cti_desk.ipc.com.serving import serve

        words = words_of(given, must_exist=False)  # the desk that runs may have another
        return serve(given.instance, own_program.command(*words, windowed=True))
    try:
        if given.action == "register":
            register(software, words_of(given))
        else:
            unregister(software)
    except OSError as error:
        raise SettingsError(f"The registry cannot be written: {error}") from error
    return 0


def register(software: registration.Tree, options: Sequence[str]) -> None:
    """Register the objects for this user."""
    library = make_type_library(default_folder())
    server = subprocess.list2cmdline(server_command(options))
    registration.register(software, server, str(library), print)
    print(f"Windows starts for them: {server}")


def unregister(software: registration.Tree) -> None:
    """Unregister the objects."""
    registration.unregister(software, print)
    with suppress(OSError):  # a program may have it open; it does no harm
        library_path(default_folder()).unlink()


def server_command(options: Sequence[str]) -> list[str]:
    """The command line that Windows starts for a program."""
    program, *words = own_program.command("com", "serve", *options, windowed=True)
    if Path(program).name.lower() == "python.exe":
        program = str(Path(program).with_name("pythonw.exe"))  # without a console window
    return [program, *words]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cti-desk com",
        description="Our COM objects (Windows): Instantvoice.Integration and CtiDesk.Application.",
        allow_abbrev=False,
    )
    parser.add_argument("action", choices=("register", "unregister", "serve"))
    add_options(parser, "the desk's {option}")
    return parser
