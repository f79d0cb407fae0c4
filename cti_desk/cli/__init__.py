"""The command ``cti-desk``: starts the desk, or asks the running one.

A verb costs little: only sockets and json are imported for it, no Qt, asyncio or msgspec.
"""

from __future__ import annotations

import os
import sys

from cti_desk.cli.errors import report
from cti_desk.cli.parsing import parse
from cti_desk.cli.terminal import safe_output
from cti_desk.core.errors import CtiError

INTERRUPTED = 130  # 128 + SIGINT, as shells have it


def main(argv: list[str] | None = None) -> int:
    """Run the command line and return the exit code of docs/contracts.md §3."""
    _write_whatever_comes()
    with safe_output():
        return _run(argv)


def _run(argv: list[str] | None) -> int:
    try:
        code = parse(sys.argv[1:] if argv is None else argv)()
        if sys.stdout is not None:  # as in a windowed program on Windows
            sys.stdout.flush()
        return code
    except CtiError as error:
        report(error)
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has stopped reading (`| head`): nothing is left to print, also not at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _write_whatever_comes() -> None:
    """Make the output replace characters that the terminal cannot show, so that the answer still
    comes.

    What is piped on Windows is UTF-8, as everywhere: its own code page lacks most names' letters.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if sys.platform == "win32" and not stream.isatty():
            reconfigure(encoding="utf-8", errors="replace")
        else:
            reconfigure(errors="replace")
