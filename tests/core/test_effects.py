"""What the session wants done."""

from __future__ import annotations

from typing import get_args

import pytest

from cti_desk.core.commands import SetReady
from cti_desk.core.effects import (
    Answer,
    Effect,
    LookUp,
    Perform,
    Publish,
    PublishVendorEvent,
    ReadBack,
    Recall,
)
from cti_desk.core.events import Event, EventType
from cti_desk.core.reports import ACCEPTED, VendorEvent

ONE_OF_EACH: list[Effect] = [
    Publish(Event(EventType.LINK_UP)),
    PublishVendorEvent(VendorEvent("default_1001", {"type": "NEWCALL"})),
    Perform(1, SetReady()),
    Answer(1, ACCEPTED),
    LookUp("c1", "2198765456"),
    Recall("c1", "c0"),
    ReadBack("asked"),
]


def test_the_union_names_every_effect() -> None:
    assert {type(effect) for effect in ONE_OF_EACH} == set(get_args(Effect))


@pytest.mark.parametrize("effect", ONE_OF_EACH)
def test_an_effect_cannot_be_changed(effect: Effect) -> None:
    with pytest.raises(AttributeError):
        setattr(effect, effect.__struct_fields__[0], None)
