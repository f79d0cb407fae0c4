"""Iperity Compass, over its REST and XMPP interfaces.

Importing this package imports neither httpx nor slixmpp: the factories do, when called.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final

from cti_desk.core.ports import Switch, SwitchSetup
from cti_desk.declarations.connection_test import Step
from cti_desk.declarations.vendor import Vendor
from cti_desk.vendors.compass.settings import FIELDS, check_settings, pause_reasons


def make_switch(setup: SwitchSetup) -> Switch:
    """Build the switch; raise `SettingsError` for an unusable profile."""
    from cti_desk.vendors.compass.switch import CompassSwitch

    return CompassSwitch(setup)


def simulate(argv: list[str]) -> int:
    """Serve a simulator until ended; return the process exit code."""
    from cti_desk.vendors.compass import simulator

    return simulator.main(argv)


def try_out(setup: SwitchSetup) -> AsyncIterator[Step]:
    """Try a profile's connection out, step by step."""
    from cti_desk.vendors.compass import connection_test

    return connection_test.try_out(setup)


VENDOR: Final = Vendor(
    "compass",
    "Iperity Compass",
    FIELDS,
    make_switch,
    simulate,
    try_out,
    agent_settings=("user", "domain"),
    check_settings=check_settings,
    pause_reasons=pause_reasons,
    sites="cti_desk.vendors.compass.simulator.sites:SITES",
    demo="cti_desk.vendors.compass.simulator.demo_day:DEMO",
    # For the certificate of the simulator, which needs Prosody.
    not_on_windows=("cryptography", "trustme"),
    methods="cti_desk.vendors.compass.methods:METHODS",
    documentation="cti_desk.vendors.compass.methods.documentation:DOCUMENTATION",
    bench="bench.vendors.compass:ROWS",
)
