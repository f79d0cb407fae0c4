"""Who plays in a demo: numbers that exist where a telephone system is at home."""

from __future__ import annotations

from typing import NamedTuple


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
