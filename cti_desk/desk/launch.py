"""Starting the desk, or raising the one that runs; and saying why a start came to nothing."""

from __future__ import annotations

import contextlib
import sys
from typing import Final

from cti_desk.core.errors import CtiError
from cti_desk.desk.app import App
from cti_desk.desk.qasync_shim import make_loop
from cti_desk.desk.second_start import show_running
from cti_desk.desk.start_failure import check_display, fatal_reported, report_failure
from cti_desk.desk.start_options import StartOptions
from cti_desk.desktop.application import make_application
from cti_desk.ipc.instance import AnotherRuns, Instance
from cti_desk.settings.stdin_secrets import read_secrets

INTERNAL: Final = 1


def main(options: StartOptions) -> int:
    """Start the desk, or raise the running one; returns the exit code."""
    try:
        return _start(options)
    except CtiError as error:
        report_failure(str(error), options.instance)
        return error.exit_code
    except Exception as error:
        report_failure(
            f"An internal error has ended the desk ({type(error).__name__}). Its log says more.",
            options.instance,
            error,
        )
        return INTERNAL


def _start(options: StartOptions) -> int:
    instance = Instance(options.instance)
    try:
        instance.claim()
    except AnotherRuns:
        show_running(instance, options.profile, options.config)
        return 0
    try:
        check_display()
        secrets = read_secrets(sys.stdin.buffer) if options.secrets_stdin else None
        with fatal_reported(options.instance):
            application = make_application()
        loop = make_loop(application)
        app = App(options, instance, secrets)
        with contextlib.closing(loop):
            return loop.run_until_complete(app.run())
    finally:
        instance.release()
