"""Who plays in a demo: numbers that exist where a telephone system is at home."""

from __future__ import annotations

from typing import Final, NamedTuple


class Person(NamedTuple):
    """``number`` as the telephone system tells it, ``listed`` as the contacts have it."""

    name: str
    number: str
    listed: str


class Cast(NamedTuple):
    """``agent`` and ``colleagues`` as the simulator's verbs take them, ``lunch`` a pause."""

    agent: str
    colleagues: tuple[str, ...]
    queue: str
    customer: Person
    other: Person
    answering: str
    lunch: str
    device: str | None = None

    @property
    def contacts(self) -> str:
        """The contacts' file: the people one knows."""
        rows = [f"{one.name},{one.listed}" for one in (self.customer, self.other)]
        return "\n".join(("name,number", *rows, f"Answering machine,{self.answering}", ""))


_BRAZIL: Final = Cast(
    "default_1001",
    ("default_1002", "default_1003"),
    "7012",
    Person("Maria Souza", "2198765456", "+55 21 9876-5456"),
    Person("Padaria Aurora", "1140028922", "+55 11 4002-8922"),
    "6100",
    "2",
    "SIP/default_0001",
)
_NETHERLANDS: Final = Cast(
    "1001",
    ("1002", "1003"),
    "7012",
    Person("Maria de Jong", "31614241111", "+31 6 14241111"),
    Person("Bakkerij Zonneveld", "31201234999", "+31 20 123 4999"),
    "6100",
    "Lunch",
)
_CASTS: Final = {"compass": _NETHERLANDS}


def cast_of(vendor: str) -> Cast:
    """The people of a telephone system's demo."""
    return _CASTS.get(vendor, _BRAZIL)
