"""How an argument of a vendor's documented method is declared, and checked before it is sent."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal

from msgspec import Struct

from cti_desk.core.errors import UsageError
from cti_desk.declarations.argument_values import FORMS

ArgumentKind = Literal[
    "text", "integer", "yes_no", "flag", "choice", "records", "address", "network", "mac", "setting"
]

MASK: Final = "********"


class Argument(Struct, frozen=True):
    """One argument, named as our callers write it (lower case, underscores).

    ``spelling`` maps a transport to the name on its wire, several names where the vendor's
    document disagrees with itself (the first is tried first), none where it does not exist; a
    transport that is not listed uses ``name``. ``minimum``/``maximum`` are inclusive; ``also``
    are words that are right beside what ``kind`` says; with a ``separator`` the value is a list,
    each part of which is checked. ``default`` is what the vendor takes when nothing is given: it
    is never sent. ``fields`` are the members of one record of a ``records`` argument, ``item``
    its name where a transport numbers the records (``line1``, ``line2``).
    """

    name: str
    help: str = ""
    spelling: Mapping[str, str | tuple[str, ...]] = {}
    mandatory: bool = False
    kind: ArgumentKind = "text"
    choices: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    separator: str = ""
    minimum: int | None = None
    maximum: int | None = None
    longest: int | None = None
    secret: bool = False
    default: str | None = None
    fields: tuple[Argument, ...] = ()
    item: str = ""

    def spellings(self, transport: str) -> tuple[str, ...]:
        """The names on this transport's wire, the preferred one first."""
        known = self.spelling.get(transport, self.name)
        return (known,) if isinstance(known, str) else known

    def check(self, value: Any) -> Any:
        """Return the value as the wire takes it; raise `UsageError` with words.

        An empty text is left as it is: on the wire it says “not set”.
        """
        if self.kind == "records":
            return self._check_records(value)
        if isinstance(value, bool) and self.kind in ("yes_no", "flag"):
            yes, no = ("yes", "no") if self.kind == "yes_no" else ("1", "0")
            return yes if value else no
        if isinstance(value, bool) or not isinstance(value, (str, int)):
            raise UsageError(f"{self.name} must be a text or a whole number.")
        text = str(value)
        if text:
            for part in text.split(self.separator) if self.separator else (text,):
                self._check_part(part.strip() if self.separator else part)
        if self.longest is not None and len(text) > self.longest:
            raise UsageError(f"{self.name} may have at most {self.longest} characters.")
        return text

    def _check_part(self, text: str) -> None:
        if text in self.also:
            return
        words = ", ".join(self.choices)
        if self.choices and text not in self.choices:
            raise UsageError(f"{self.name} must be one of {words}, not {self._shown(text)}.")
        form = FORMS.get(self.kind)
        if form is not None and not form.fits(text):
            either = f" (or {', '.join(self.also)})" if self.also else ""
            raise UsageError(f"{self.name} must be {form.words}{either}, not {self._shown(text)}.")
        if self.kind == "integer":
            self._check_range(int(text))

    def _check_range(self, number: int) -> None:
        if self.minimum is not None and number < self.minimum:
            raise UsageError(f"{self.name} must be at least {self.minimum}.")
        if self.maximum is not None and number > self.maximum:
            raise UsageError(f"{self.name} must be at most {self.maximum}.")

    def _check_records(self, value: Any) -> list[dict[str, Any]]:
        if not isinstance(value, (list, tuple)) or not all(isinstance(v, Mapping) for v in value):
            raise UsageError(f"{self.name} must be a list of records.")
        return [
            check_arguments(f"{self.name}, record {number},", self.fields, record)
            for number, record in enumerate(value, 1)
        ]

    def _shown(self, text: str) -> str:
        return MASK if self.secret else f"“{text}”"


def check_arguments(
    owner: str, declared: tuple[Argument, ...], params: Mapping[str, Any]
) -> dict[str, Any]:
    """Check named values against declarations; see `cti_desk.declarations.methods.Method.check`.

    A name may also be given as it is spelt on a wire, in any case.
    """
    names = _known_names(declared)
    given: dict[str, Any] = {}
    for name, value in params.items():
        known = names.get(str(name).lower())
        if known is None:
            listed = [argument.name for argument in declared]
            near = nearest(str(name), listed)
            raise UsageError(f"{owner} has no argument “{name}”.{near} {_takes(declared)}")
        given[known] = value
    checked: dict[str, Any] = {}
    for argument in declared:
        value = given.get(argument.name)
        if value is not None:
            value = argument.check(value)
        if argument.mandatory and value in (None, "", []):
            raise UsageError(f"{owner} needs the argument “{argument.name}”. {_takes(declared)}")
        if value is not None:
            checked[argument.name] = value
    return checked


def spell_arguments(
    owner: str,
    declared: tuple[Argument, ...],
    checked: Mapping[str, Any],
    transport: str,
    attempt: int = 0,
) -> dict[str, Any]:
    """Return checked arguments under their names on a wire; see `Method.spell`."""
    spelt: dict[str, Any] = {}
    for argument in declared:
        if argument.name not in checked:
            continue
        names = argument.spellings(transport)
        if not names:
            raise UsageError(f"{owner} takes “{argument.name}” over another transport only.")
        value = checked[argument.name]
        if argument.kind == "records":
            value = [spell_arguments(owner, argument.fields, one, transport) for one in value]
        spelt[names[min(attempt, len(names) - 1)]] = value
    return spelt


def nearest(name: str, known: Iterable[str]) -> str:
    """A sentence that names what was probably meant, or nothing."""
    close = difflib.get_close_matches(name, list(known), 1)
    return f" Did you mean “{close[0]}”?" if close else ""


def _takes(declared: tuple[Argument, ...]) -> str:
    """The valid arguments, as a sentence; those that may be omitted have a mark."""
    names = [each.name if each.mandatory else f"{each.name}?" for each in declared]
    return f"It takes {', '.join(names)}." if names else "It takes no arguments."


def _known_names(declared: tuple[Argument, ...]) -> dict[str, str]:
    names: dict[str, str] = {}
    for argument in declared:
        for transport in argument.spelling:
            for spelt in argument.spellings(transport):
                names.setdefault(spelt.lower(), argument.name)
    return names | {argument.name.lower(): argument.name for argument in declared}
