"""Shows how a text is read: what would be dialled for it, and who has that number."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from cti_desk.core.dialing import DialRules, ReadNumber, read_caller, read_typed
from cti_desk.core.errors import UsageError
from cti_desk.core.numbers import is_withheld
from cti_desk.core.ports import Contact

WITHHELD = "The number is withheld: there is nothing to dial."


class Explanation(Struct, frozen=True):
    """How one text is read.

    ``display``: as a person reads the number. ``dialled``: the digits that are sent, ``None`` with
    ``problem``, a sentence that says why. ``contact``, ``guess`` and ``candidates`` as in
    `cti_desk.core.ports.Contact`.
    """

    raw: str
    e164: str | None = None
    extension: str | None = None
    display: str | None = None
    dialled: str | None = None
    contact: str | None = None
    guess: bool = False
    problem: str | None = None
    candidates: tuple[str, ...] = ()


def explain(
    text: str, rules: DialRules, who: Callable[[str], Contact], caller: bool = False
) -> Explanation:
    """Read a text that somebody types, or with ``caller`` one that a telephone system tells.

    ``who`` says who has a number.
    """
    if caller and is_withheld(text):
        return Explanation(text, problem=WITHHELD)
    try:
        read = read_caller(text, rules) if caller else read_typed(text, rules)
        if not read.dialled:  # what a system tells may be no number at all: the words say why
            read_typed(text, rules)
    except UsageError as error:
        return Explanation(text, problem=str(error))
    found = who(text if caller else _as_caller(read))
    if not read.dialled:
        return Explanation(text, display=read.display, problem=f"“{text}” cannot be dialled.")
    # The contact's number has an area code that was not typed.
    fuller = not caller and read.public is None and found.e164 is not None
    return Explanation(
        text,
        e164=read.e164,
        extension=read.extension,
        display=read.display,
        dialled=read.dialled,
        contact=found.name,
        guess=found.name is not None and (found.guess or fuller),
        candidates=found.candidates,
    )


def _as_caller(read: ReadNumber) -> str:
    number = read.e164 or read.number
    return f"{number};ext={read.extension}" if read.extension else number
