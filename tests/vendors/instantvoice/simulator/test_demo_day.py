"""InstantVoice's day: each act asks, waits for what it is about, and is pictured in order."""

from __future__ import annotations

from pathlib import Path

from cti_desk.vendors.instantvoice.simulator.demo_day import CAST, DEMO, InstantVoiceDay
from tests.support.demo import Prompter, known_by_name, play


def test_has_every_scene_of_an_agents_day() -> None:
    prompter = Prompter("ClearCall")
    pictures, said = play(InstantVoiceDay, prompter, CAST)
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
    assert prompter.methods == [
        "agent.login",
        "call.transfer",
        "agent.pause",
        "agent.ready",
        "call.dial",
        "call.hangup",
        "agent.logout",
    ]
    assert len(said) == 10


def test_its_callers_are_known_by_name(tmp_path: Path) -> None:
    assert DEMO.day is InstantVoiceDay
    known_by_name(DEMO.cast, "BR", tmp_path)
