"""The acts that any telephone system can play, and what ends a day."""

from __future__ import annotations

from typing import Any

import pytest

from cti_desk.demo.stage import StageError
from cti_desk.simulator.acts import Acts, a_call_is, agent_is
from tests.support.demo import CAST, Prompter, play


def test_a_system_without_a_day_of_its_own_has_one() -> None:
    pictures, said = play(Acts, Prompter(), CAST)
    assert pictures == ["start", "logged-in", "dialling-own-leg", "dialled", "logged-out"]
    assert all(line.startswith("— ") for line in said)


@pytest.mark.parametrize(
    ("offered", "by"), [(("ClearCall",), "call.hangup"), ((), "hangup")], ids=["desk", "telephone"]
)
def test_hangs_up_where_that_is_possible(offered: tuple[str, ...], by: str) -> None:
    prompter = Prompter(*offered)
    play(Acts, prompter, CAST)
    assert [word for word in prompter.asked if "hangup" in word] == [by]


def test_a_scene_that_does_not_come_ends_the_day() -> None:
    prompter = Prompter()

    def never(holds: Any, what: str, seconds: float) -> None:
        raise StageError(what)

    prompter.until = never  # type: ignore[method-assign]
    with pytest.raises(StageError):
        play(Acts, prompter, CAST)


def test_what_a_snapshot_is_tested_for() -> None:
    snapshot = {
        "agent": {"state": "READY"},
        "calls": [{"local_state": "CONNECTED", "remote_state": "ALERTING"}],
    }
    assert agent_is("READY")(snapshot)
    assert not agent_is("BUSY")(snapshot)
    assert a_call_is("CONNECTED")(snapshot)
    assert a_call_is("CONNECTED", remote="ALERTING")(snapshot)
    assert not a_call_is("CONNECTED", remote="CONNECTED")(snapshot)
