import dataclasses

import pytest

from cti_desk.simulator.observations import Kind, Observation


def test_an_observation_cannot_be_changed_by_a_listener() -> None:
    seen = Observation(Kind.OFFERED, 1.0, agent="a1", call="1.2.3")
    with pytest.raises(dataclasses.FrozenInstanceError):
        seen.agent = "a2"  # type: ignore[misc]
