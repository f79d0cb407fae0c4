"""How a vendor's documented method is declared: once, for callers, checks and documentation.

A declaration knows what the method is called on the wire, how each argument is spelt on each
transport, what is mandatory, secret or limited, what comes back, and where the vendor's document
says so. Nothing here sends anything.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal

from msgspec import Struct

from cti_desk.core.errors import UsageError

ArgumentKind = Literal["text", "integer", "yes_no", "choice", "records"]
ReplyKind = Literal["none", "record", "records", "names", "text"]

MASK: Final = "********"
LONGEST_NUMBER: Final = 30


class Argument(Struct, frozen=True):
    """One argument, named as our callers write it (lower case, underscores).

    ``spelling`` maps a transport to the name on its wire, several names where the vendor's
    document disagrees with itself (the first is tried first); a transport that is not listed uses
    ``name``. ``minimum``/``maximum`` are inclusive; ``fields`` are the members of one record of a
    ``records`` argument.
    """

    name: str
    help: str = ""
    spelling: Mapping[str, str | tuple[str, ...]] = {}
    mandatory: bool = False
    kind: ArgumentKind = "text"
    choices: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    longest: int | None = None
    secret: bool = False
    default: str | None = None
    fields: tuple[Argument, ...] = ()

    def spellings(self, transport: str) -> tuple[str, ...]:
        """The names on this transport's wire, the preferred one first."""
        known = self.spelling.get(transport, self.name)
        return (known,) if isinstance(known, str) else known

    def check(self, value: Any) -> Any:
        """Return the value as the wire takes it; raise `UsageError` with words."""
        if self.kind == "records":
            return self._check_records(value)
        if isinstance(value, bool) and self.kind == "yes_no":
            return "yes" if value else "no"
        if isinstance(value, bool) or not isinstance(value, (str, int)):
            raise UsageError(f"{self.name} must be a text or a whole number.")
        text = str(value)
        if self.kind == "integer":
            self._check_range(text)
        elif self.kind == "yes_no" and text not in ("yes", "no"):
            raise UsageError(f"{self.name} must be yes or no, not {self._shown(text)}.")
        elif self.choices and text not in self.choices:
            raise UsageError(
                f"{self.name} must be one of {', '.join(self.choices)}, not {self._shown(text)}."
            )
        if self.longest is not None and len(text) > self.longest:
            raise UsageError(f"{self.name} may have at most {self.longest} characters.")
        return text

    def _check_range(self, text: str) -> None:
        digits = text[1:] if text.startswith("-") else text
        if not (digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_NUMBER):
            raise UsageError(f"{self.name} must be a whole number, not {self._shown(text)}.")
        number = int(text)
        if self.minimum is not None and number < self.minimum:
            raise UsageError(f"{self.name} must be at least {self.minimum}.")
        if self.maximum is not None and number > self.maximum:
            raise UsageError(f"{self.name} must be at most {self.maximum}.")

    def _check_records(self, value: Any) -> list[dict[str, Any]]:
        if not isinstance(value, (list, tuple)) or not all(isinstance(v, Mapping) for v in value):
            raise UsageError(f"{self.name} must be a list of records.")
        return [check_arguments(self.name, self.fields, record) for record in value]

    def _shown(self, text: str) -> str:
        return MASK if self.secret else f"“{text}”"


class Method(Struct, frozen=True):
    """One documented method. ``acting`` calls change or start something: they are never resent.

    ``section`` is where the vendor's document describes it; ``note`` says what it gets wrong or
    leaves open; ``secrets`` are the reply's members that must never be shown or logged.
    """

    name: str
    arguments: tuple[Argument, ...]
    section: str
    reply: ReplyKind = "none"
    acting: bool = True
    help: str = ""
    note: str = ""
    secrets: tuple[str, ...] = ()

    def check(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """Return the arguments by our names, checked, in the declared order.

        ``None`` counts as not given. Raises `UsageError` naming what is missing, unknown or wrong.
        """
        return check_arguments(self.name, self.arguments, params)

    def spell(
        self, arguments: Mapping[str, Any], transport: str, attempt: int = 0
    ) -> dict[str, Any]:
        """Return checked arguments under their names on the wire.

        ``attempt`` chooses the next spelling where an argument has several.
        """
        spelt: dict[str, Any] = {}
        for argument in self.arguments:
            if argument.name in arguments:
                names = argument.spellings(transport)
                value = arguments[argument.name]
                if argument.kind == "records":
                    value = [_spell_record(argument.fields, r, transport) for r in value]
                spelt[names[min(attempt, len(names) - 1)]] = value
        return spelt

    def attempts(self, transport: str) -> int:
        """How many ways there are to spell this method's arguments."""
        return max([len(arg.spellings(transport)) for arg in self.arguments], default=1)

    def mask(self, data: Any) -> Any:
        """Return reply data with its secrets covered."""
        return mask(data, self.secrets)


def mask(data: Any, secrets: Iterable[str]) -> Any:
    """Cover the values of the members named in ``secrets``, at any depth and in any case."""
    names = {name.lower() for name in secrets}
    if not names:
        return data
    if isinstance(data, Mapping):
        return {
            key: MASK
            if str(key).lower() in names and value not in (None, "")
            else mask(value, names)
            for key, value in data.items()
        }
    if isinstance(data, (list, tuple)):
        return [mask(value, names) for value in data]
    return data


def find_method(methods: Mapping[str, Method], name: str) -> Method:
    """Return a declared method; raise `UsageError` with the nearest name."""
    if name in methods:
        return methods[name]
    by_lower = {known.lower(): known for known in methods}
    if name.lower() in by_lower:
        return methods[by_lower[name.lower()]]
    raise UsageError(f"There is no method “{name}”.{_nearest(name, methods)}")


def check_arguments(
    owner: str, declared: tuple[Argument, ...], params: Mapping[str, Any]
) -> dict[str, Any]:
    """Check named values against declarations; see `Method.check`.

    A name may also be given as it is spelt on a wire, in any case.
    """
    names = _known_names(declared)
    given: dict[str, Any] = {}
    for name, value in params.items():
        known = names.get(str(name).lower())
        if known is None:
            listed = [argument.name for argument in declared]
            raise UsageError(f"{owner} has no argument “{name}”.{_nearest(str(name), listed)}")
        given[known] = value
    checked: dict[str, Any] = {}
    for argument in declared:
        value = given.get(argument.name)
        if value is not None:
            value = argument.check(value)
        if argument.mandatory and value in (None, ""):
            raise UsageError(f"{owner} needs the argument “{argument.name}”.")
        if value is not None:
            checked[argument.name] = value
    return checked


def _known_names(declared: tuple[Argument, ...]) -> dict[str, str]:
    names: dict[str, str] = {}
    for argument in declared:
        for transport in argument.spelling:
            for spelt in argument.spellings(transport):
                names.setdefault(spelt.lower(), argument.name)
    return names | {argument.name.lower(): argument.name for argument in declared}


def _spell_record(
    declared: tuple[Argument, ...], record: Mapping[str, Any], transport: str
) -> dict[str, Any]:
    return {
        argument.spellings(transport)[0]: record[argument.name]
        for argument in declared
        if argument.name in record
    }


def _nearest(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), 1)
    return f" Did you mean “{close[0]}”?" if close else ""
