"""InstantVoice, over the STOMP broker it hosts.

Importing this package imports neither stomp.py nor the switch: the factories do, when called.
"""

from __future__ import annotations

from typing import Final

from cti_desk.core.ports import Switch, SwitchSetup, Vendor
from cti_desk.vendors.instantvoice.settings import FIELDS


def make_switch(setup: SwitchSetup) -> Switch:
    """Build the switch; raise `SettingsError` for an unusable profile."""
    from cti_desk.vendors.instantvoice.switch import InstantVoiceSwitch

    return InstantVoiceSwitch(setup)


def simulate(argv: list[str]) -> int:
    """Serve a simulator until ended; return the process exit code."""
    from cti_desk.vendors.instantvoice import simulator

    return simulator.main(argv)


VENDOR: Final = Vendor("instantvoice", "InstantVoice", FIELDS, make_switch, simulate)
