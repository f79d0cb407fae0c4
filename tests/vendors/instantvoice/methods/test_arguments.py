"""The case trap: lower case and numeric for management, capitals and full name for state."""

from __future__ import annotations

from cti_desk.vendors.instantvoice.methods import METHODS
from cti_desk.vendors.instantvoice.methods.arguments import ACCOUNTCODE, FULL_AGENT, NUMBER


def test_spellings() -> None:
    assert ACCOUNTCODE.spellings("stomp") == ("accountcode",)
    assert NUMBER.spellings("soap") == ("user",)
    assert FULL_AGENT.spellings("stomp") == ("Agent", "User")
    assert FULL_AGENT.spellings("soap") == ("User",)


def test_every_declared_argument_is_explained() -> None:
    for method in METHODS.values():
        assert method.help.endswith(".")
        assert all(argument.help for argument in method.arguments)
