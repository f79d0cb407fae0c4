"""Stands in for the demo's two programs: notes what is asked; everything waited for is so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cti_desk.demo.acts import Acts
from cti_desk.demo.cast import Cast


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
    day(prompter, pictures.append, said.append, cast).play()  # type: ignore[arg-type]
    return pictures, said
