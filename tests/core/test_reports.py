"""What goes into the session: absent knowledge is told apart from knowing that there is none."""

from __future__ import annotations

from typing import get_args

import msgspec
import pytest
from msgspec import UNSET

from cti_desk.core.reports import (
    ACCEPTED,
    Accepted,
    AgentChanged,
    Identified,
    Input,
    LinkChanged,
    Performed,
    Recalled,
    Report,
    StateRead,
    Submit,
    Tick,
)


@pytest.mark.parametrize(
    "name", ["state", "reason", "device", "pending", "note", "since", "changed_by"]
)
def test_what_a_report_does_not_say_is_unset(name: str) -> None:
    assert getattr(AgentChanged(), name) is UNSET
    assert getattr(AgentChanged(**{name: None}), name) is None


def test_a_part_that_could_not_be_read_is_none() -> None:
    read = StateRead()
    assert (read.agent, read.calls, read.queues, read.resynchronised) == (None, None, None, False)


def test_the_session_takes_reports_commands_outcomes_names_and_time() -> None:
    assert set(get_args(Input)) == {
        *get_args(Report),
        Submit,
        Performed,
        Identified,
        Recalled,
        Tick,
    }
    assert LinkChanged in get_args(Report)


def test_accepted_is_not_confirmed() -> None:
    assert Accepted(code=0) == ACCEPTED
    assert not ACCEPTED.confirmed


def test_what_was_accepted_says_so_to_programs() -> None:
    coming = Accepted(confirmed=True, pending=True)
    assert (coming.accepted, coming.confirmed, coming.pending) == (True, True, True)
    assert msgspec.to_builtins(ACCEPTED) == {
        "confirmed": False,
        "code": 0,
        "message": None,
        "accepted": True,
        "pending": False,
    }
