"""A descriptor is made of values and factories, and imports nothing by itself."""

from __future__ import annotations

import pytest

from cti_desk.core.ports import SwitchSetup
from cti_desk.declarations.fields import Field
from cti_desk.declarations.vendor import Vendor
from tests.support.fake_switch import FakeSwitch


def vendor() -> Vendor:
    field = Field("hosts", "list", "Servers", "Where the broker is.")
    return Vendor("fake", "Fake", (field,), lambda setup: FakeSwitch(), len)


def test_a_descriptor_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        vendor().name = "other"  # type: ignore[misc]


def test_a_simulator_is_started_with_its_arguments() -> None:
    assert vendor().simulate(["--json"]) == 1


def test_what_a_vendor_does_not_say_is_not_asked_of_its_settings() -> None:
    silent = vendor()
    assert silent.agent_settings == ("agent",)
    assert silent.try_out is None
    assert silent.check_settings("office", {}, True) == ()
    assert silent.pause_reasons({}) == ()
    assert silent.needs_pause_reason({}) is False


def test_every_setup_makes_a_switch_of_its_own() -> None:
    made = vendor().make_switch
    setup: SwitchSetup = None  # type: ignore[assignment]
    assert made(setup) is not made(setup)


def test_its_package_is_that_of_its_factories() -> None:
    assert vendor().package == __name__
    assert vendor().not_on_windows == ()
