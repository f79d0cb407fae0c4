"""The day's acts: each asks, waits for what it is about, and is pictured in order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cti_desk.demo.day import Day
from cti_desk.demo.stage import StageError


class Prompter:
    """Stands in for the two programs: notes what is asked; everything waited for is so."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.waited: list[str] = []

    def desk(self, method: str, **params: Any) -> None:
        self.asked.append(method)

    def sim(self, verb: str, **params: Any) -> None:
        self.asked.append(verb)

    def ring(self, caller: str, **params: Any) -> str:
        self.asked.append(f"ring {params.get('queue') or params.get('agent')}")
        return "1.2.3"

    def cut(self, seconds: float) -> None:
        self.asked.append("cut")

    def quarantine(self, queue: str) -> None:
        self.asked.append("quarantine")

    def until(self, holds: Callable[[dict[str, Any]], bool], what: str, seconds: float) -> None:
        self.waited.append(what)


def test_has_every_scene_of_an_agents_day() -> None:
    prompter, pictures, said = Prompter(), list[str](), list[str]()
    Day(prompter, pictures.append, said.append).play()  # type: ignore[arg-type]
    assert pictures == [
        "start",
        "logged-in",
        "screen-pop",
        "on-a-call",
        "second-call",
        "transferred",
        "pause-pending",
        "paused",
        "dialling-own-leg",
        "dialled",
        "missed-call",
        "link-lost",
        "link-back",
        "logged-out",
    ]
    assert [word for word in prompter.asked if "." in word and not word.startswith("ring")] == [
        "agent.login",
        "call.transfer",
        "agent.pause",
        "agent.ready",
        "call.dial",
        "call.hangup",
        "agent.logout",
    ]
    assert len(said) == 10
    assert all(line.startswith("— ") for line in said)


def test_a_scene_that_does_not_come_ends_the_day() -> None:
    prompter = Prompter()

    def never(holds: Any, what: str, seconds: float) -> None:
        raise StageError(what)

    prompter.until = never  # type: ignore[method-assign]
    with pytest.raises(StageError):
        Day(prompter, lambda name: None, lambda text: None).play()  # type: ignore[arg-type]
