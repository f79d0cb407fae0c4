"""Words to actions: which verb is meant, with which options."""

from __future__ import annotations

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Callable

from cti_desk.cli import acting, checking, explaining, following, raw, reading, starting
from cti_desk.cli.verb import Verb

Action = Callable[[], int]

VERBS: tuple[Verb, ...] = (
    *reading.VERBS,
    *checking.VERBS,
    *acting.VERBS,
    *following.VERBS,
    *explaining.VERBS,
    *raw.VERBS,
)

_GLOBAL_WITH_VALUE = ("--profile", "--config", "--instance")


def parse(argv: list[str]) -> Action:
    """Return what to do. Exits with code 2 when the words cannot be understood."""
    before, verb, rest = _split(argv)
    if verb is None:
        options = start_parser().parse_args(before)
        return lambda: starting.start(options)
    if verb in starting.PROGRAMS:
        program = starting.PROGRAMS[verb]
        words = [*_given(before, verb, program.takes), *rest]
        return lambda: program.run(words)
    found = next((known for known in VERBS if known.name == verb), None)
    if found is None:
        start_parser().error(f"there is no verb “{verb}”; cti-desk --help lists them")
    options = verb_parser(found).parse_args([*_given(before, verb, ("instance",)), *rest])
    run = found.run
    return lambda: run(options)


def start_parser() -> ArgumentParser:
    """The parser of ``cti-desk`` without a verb; its help lists the verbs."""
    parser = ArgumentParser(
        prog="cti-desk",
        usage="cti-desk [options] [verb ...]",
        description="Start the desk, or raise the running one; with a verb, ask the running one.",
        epilog=_verb_list(),
        formatter_class=RawDescriptionHelpFormatter,
    )
    starting.arguments(parser)
    return parser


def verb_parser(verb: Verb) -> ArgumentParser:
    """The parser of one verb."""
    parser = ArgumentParser(prog=f"cti-desk {verb.name}", description=verb.help)
    parser.add_argument("--instance", metavar="NAME", help="which desk of this user")
    parser.add_argument("--json", action="store_true", help="print JSON")
    verb.arguments(parser)
    return parser


def _split(argv: list[str]) -> tuple[list[str], str | None, list[str]]:
    """The options before the verb, the verb, and what follows it."""
    position = 0
    while position < len(argv) and argv[position].startswith("-"):
        position += 2 if argv[position] in _GLOBAL_WITH_VALUE else 1
    if position >= len(argv):
        return argv, None, []
    return argv[:position], argv[position], argv[position + 1 :]


def _given(before: list[str], verb: str, takes: tuple[str, ...]) -> list[str]:
    """The options before a word as words behind it; the process ends where one means nothing."""
    if not before:
        return []
    parser = start_parser()
    given = {key: value for key, value in vars(parser.parse_args(before)).items() if value}
    for name in given:
        if name not in takes:
            option = name.replace("_", "-")
            parser.error(f"--{option} means nothing to “{verb}”: it is for starting the desk")
    return [word for name, value in given.items() for word in (f"--{name}", value)]


def _verb_list() -> str:
    programs = [(name, program.help) for name, program in starting.PROGRAMS.items()]
    verbs = [(verb.name, verb.help) for verb in VERBS]
    width = max(len(name) for name, _help in (*programs, *verbs))
    lines = [f"  {name:<{width}}  {text}" for name, text in (*programs, *verbs)]
    return "\n".join(
        [
            "verbs (cti-desk VERB --help says more):",
            *lines,
            "",
            "exit codes: 0 accepted (with --wait: confirmed), 1 refused, 2 usage,",
            "3 the desk is not running, 4 not offered, 5 no answer, 6 no link, 7 ambiguous call",
        ]
    )
