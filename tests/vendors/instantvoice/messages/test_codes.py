"""Return codes in words."""

from __future__ import annotations

import pytest

from cti_desk.vendors.instantvoice.messages.codes import SENTENCES, explain, refusal, why_refused

DOCUMENTED = [*range(1, 13), 1000, 9999, -1, -2]


def test_every_documented_code_has_words() -> None:
    assert sorted(SENTENCES) == sorted(DOCUMENTED)


@pytest.mark.shows("instantvoice", "return code *")
@pytest.mark.parametrize("code", [*DOCUMENTED, 42])
def test_a_refusal_says_what_why_and_the_code(code: int) -> None:
    words = refusal("Not paused", code)
    assert words.startswith("Not paused: ")
    assert words.endswith(f"(code {code}).")
    assert explain(code) in words


def test_what_was_not_found_is_named() -> None:
    named = {"user": "default_1001", "reason": "9", "exten": "6100"}
    words = "the agent default_1001 or the pause reason 9 is not known to InstantVoice"
    assert why_refused("AgentPause", named, 3) == words
    why = why_refused("BlindTransfer", named, 3)
    said = "Not transferred: 6100 is not known to InstantVoice (code 3)."
    assert refusal("Not transferred", 3, why) == said
    assert why_refused("BlindTransfer", named, 7) == explain(7)
    assert why_refused("Hangup", {}, 3) == explain(3)
