from __future__ import annotations

import pytest

from cti_desk.declarations.connection_test import TRIAL_S, Step


def test_a_step_is_what_it_says_and_does_not_change() -> None:
    step = Step("address", "trying", "Looking for acd.example.com.")
    with pytest.raises(AttributeError):
        step.state = "passed"  # type: ignore[misc]
    assert TRIAL_S <= 15
