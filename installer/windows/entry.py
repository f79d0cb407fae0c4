"""cti-desk.exe and cti-deskw.exe: the command line, and the program's own helper processes."""

import runpy
import sys

from cti_desk.own_program import MODULE

HELPERS = ("cti_desk.settings.keyring_helper",)


def main() -> int:
    match sys.argv[1:]:
        case [word, module] if word == MODULE and module in HELPERS:
            runpy.run_module(module, run_name="__main__", alter_sys=True)
            return 0
    from cti_desk.cli import main as command_line

    return command_line()


if __name__ == "__main__":
    sys.exit(main())
