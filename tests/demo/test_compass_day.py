"""Compass's day: each act asks, waits for what it is about, and is pictured in order."""

from __future__ import annotations

from cti_desk.demo.cast import cast_of
from cti_desk.demo.compass_day import CompassDay
from tests.support.demo import Prompter, play


def test_has_every_scene_of_an_agents_day() -> None:
    prompter = Prompter()
    pictures, said = play(CompassDay, prompter, cast_of("compass"))
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
