"""InstantVoice, over the STOMP broker it hosts.

Importing this package imports neither stomp.py nor the switch: the factories do, when called.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final

from cti_desk.core.ports import Switch, SwitchSetup
from cti_desk.declarations.connection_test import Step
from cti_desk.declarations.vendor import Vendor
from cti_desk.vendors.instantvoice.settings import (
    FIELDS,
    check_settings,
    needs_pause_reason,
    pause_reasons,
)


def make_switch(setup: SwitchSetup) -> Switch:
    """Build the switch; raise `SettingsError` for an unusable profile."""
    from cti_desk.vendors.instantvoice.switch import InstantVoiceSwitch

    return InstantVoiceSwitch(setup)


def simulate(argv: list[str]) -> int:
    """Serve a simulator until ended; return the process exit code."""
    from cti_desk.vendors.instantvoice import simulator

    return simulator.main(argv)


def try_out(setup: SwitchSetup) -> AsyncIterator[Step]:
    """Try a profile's connection out, step by step."""
    from cti_desk.vendors.instantvoice import connection_test

    return connection_test.try_out(setup)


VENDOR: Final = Vendor(
    "instantvoice",
    "InstantVoice",
    FIELDS,
    make_switch,
    simulate,
    try_out,
    agent_settings=("agent", "accountcode"),
    check_settings=check_settings,
    pause_reasons=pause_reasons,
    needs_pause_reason=needs_pause_reason,
    sites="cti_desk.vendors.instantvoice.simulator.sites:SITES",
    demo="cti_desk.vendors.instantvoice.simulator.demo_day:DEMO",
    methods="cti_desk.vendors.instantvoice.methods:METHODS",
    typed_client="cti_desk.vendors.instantvoice.client",
    documentation="cti_desk.vendors.instantvoice.methods.documentation:DOCUMENTATION",
    bench="bench.vendors.instantvoice:ROWS",
)
