"""The command line, run in a thread against a fake desk on a real socket."""

from __future__ import annotations

import contextlib
import io
from typing import NamedTuple

from cti_desk.cli import main
from tests.support.api import Served, from_thread


class Said(NamedTuple):
    """What a verb answered."""

    code: int
    out: str
    err: str


def run(*words: str) -> Said:
    """Run the command line in this thread."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main(list(words))
        except SystemExit as leaving:
            code = leaving.code if isinstance(leaving.code, int) else 1
    return Said(code, out.getvalue(), err.getvalue())


async def ask(server: Served, *words: str) -> Said:
    """Run a verb against this desk while it serves."""
    return await from_thread(lambda: run("--instance", server.name, *words))
