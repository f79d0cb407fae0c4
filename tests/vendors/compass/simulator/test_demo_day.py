"""Compass's day: each act asks, waits for what it is about, and is pictured in order."""

from __future__ import annotations

from pathlib import Path

from cti_desk.vendors.compass.simulator.demo_day import CAST, DEMO, CompassDay
from tests.support.demo import Prompter, known_by_name, play


def test_has_every_scene_of_an_agents_day() -> None:
    prompter = Prompter()
    pictures, said = play(CompassDay, prompter, CAST)
    assert pictures == [
        "start",
        "logged-in",
        "screen-pop",
        "on-a-call",
        "on-hold",
        "transferred",
        "ringing-at-several",
        "answered-elsewhere",
        "wrap-up",
        "paused",
        "direct-call",
        "do-not-disturb",
        "dialling-own-leg",
        "dialled",
        "missed-before",
        "half-a-link",
        "link-back",
        "logged-out",
    ]
    assert prompter.methods == [
        "agent.login",
        "agent.end_wrap_up",
        "agent.pause",
        "agent.ready",
        "agent.dnd",
        "agent.dnd",
        "call.dial",
        "agent.logout",
    ]
    assert len(said) == 13


def test_its_callers_are_known_by_name(tmp_path: Path) -> None:
    assert DEMO.day is CompassDay
    known_by_name(DEMO.cast, "NL", tmp_path)
