"""InstantVoice's day: each act asks, waits for what it is about, and is pictured in order."""

from __future__ import annotations

from cti_desk.demo.cast import cast_of
from cti_desk.demo.instantvoice_day import InstantVoiceDay
from tests.support.demo import Prompter, play


def test_has_every_scene_of_an_agents_day() -> None:
    prompter = Prompter("ClearCall")
    pictures, said = play(InstantVoiceDay, prompter, cast_of("instantvoice"))
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
