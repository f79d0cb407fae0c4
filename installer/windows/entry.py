"""cti-desk.exe and cti-deskw.exe: the command line, and the program's own helper processes.

Without a console nobody reads what is printed, so what ends a start is shown in a message box.
"""

import ctypes
import io
import logging
import runpy
import sys

from cti_desk.installation.own_program import MODULE

HELPERS = ("cti_desk.settings.keyring_helper",)
SERVERS = ("com",)
"""Words that a program starts, with nobody before the screen."""
ICON_ERROR = 0x10


def main(words: list[str]) -> int:
    match words:
        case [word, module] if word == MODULE and module in HELPERS:
            runpy.run_module(module, run_name="__main__", alter_sys=True)
            return 0
    from cti_desk.cli import main as command_line

    return command_line()


def without_console(words: list[str]) -> int:
    """The same, with what it prints on standard error shown if it fails."""
    sys.stderr = said = io.StringIO()
    try:
        code = main(words)
    except Exception as error:
        # PyInstaller's own box would show the traceback, and with it whatever stands in there.
        logging.getLogger("cti_desk").exception("the program ended by a fault")
        said.write(f"CTI Desk ended by a fault ({type(error).__name__}). The log says more.")
        code = 1
    if code and said.getvalue() and not (words and words[0] in SERVERS):
        ctypes.windll.user32.MessageBoxW(0, said.getvalue().strip(), "CTI Desk", ICON_ERROR)
    return code


if __name__ == "__main__":
    sys.exit((main if sys.stderr is not None else without_console)(sys.argv[1:]))
