"""Four methods each for agents and SIP users."""

from __future__ import annotations

import pytest

from cti_desk.core.errors import UsageError
from cti_desk.vendors.instantvoice.methods import METHODS


@pytest.mark.parametrize(("prefix", "target"), [("Agent", "user"), ("SipUser", "name")])
def test_a_family(prefix: str, target: str) -> None:
    whom = {"accountcode": "default", target: "0001"}
    for verb in ("Add", "Modify"):
        with pytest.raises(UsageError, match="needs the argument “location”"):
            METHODS[f"{prefix}{verb}Permission"].check(whom)
    for verb in ("Delete", "Info"):
        assert METHODS[f"{prefix}{verb}Permission"].check(whom) == whom
    assert not METHODS[f"{prefix}InfoPermission"].acting
