"""Stands in for the demo's two programs: notes what is asked; everything waited for is so."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cti_desk.contacts.csv_contacts import CsvContacts
from cti_desk.settings.countries import dial_rules
from cti_desk.simulator.acts import Acts
from cti_desk.simulator.cast import Cast, Person

CAST = Cast(
    "1001",
    (),
    "7012",
    Person("Maria Souza", "2198765456", "+55 21 9876-5456"),
    Person("Padaria Aurora", "1140028922", "+55 11 4002-8922"),
    "6100",
    "Lunch",
    "SIP/0001",
)


class Prompter:
    """``offered``: what the desk can do by itself."""

    def __init__(self, *offered: str) -> None:
        self.offered = offered
        self.asked: list[str] = []
        self.waited: list[str] = []

    def desk(self, method: str, **params: Any) -> None:
        self.asked.append(method)

    def sim(self, verb: str, **params: Any) -> None:
        self.asked.append(verb)

    def offers(self, command: str) -> bool:
        return command in self.offered

    def ring(self, caller: str, **params: Any) -> str:
        self.asked.append(f"ring {params.get('queue') or params.get('agent')}")
        return "1.2.3"

    def cut(self, seconds: float, **what: Any) -> None:
        self.asked.append("cut")

    def quarantine(self, queue: str) -> None:
        self.asked.append("quarantine")

    def until(self, holds: Callable[[dict[str, Any]], bool], what: str, seconds: float) -> None:
        self.waited.append(what)

    @property
    def methods(self) -> list[str]:
        """The desk's methods that were called."""
        return [word for word in self.asked if "." in word and not word.startswith("ring")]


def play(day: type[Acts], prompter: Prompter, cast: Cast) -> tuple[list[str], list[str]]:
    """Play a day; return the pictures' names and what was said."""
    pictures, said = list[str](), list[str]()
    day(prompter, pictures.append, said.append, cast).play()
    return pictures, said


def known_by_name(cast: Cast, country: str, folder: Path) -> None:
    """Check that the contacts know each caller by the number that the telephone system tells."""
    file = folder / "contacts.csv"
    file.write_text(cast.contacts, encoding="utf-8")
    loaded = threading.Event()
    rules = dial_rules(country, None, None, "", 5)
    contacts = CsvContacts(file, rules, lambda problems: loaded.set())
    assert loaded.wait(20)
    for person in (cast.customer, cast.other):
        assert contacts.look_up(person.number).name == person.name
    assert contacts.look_up(cast.answering).name == "Answering machine"
