"""NewCall, Hangup, BlindTransfer: requests as in the manual, its slips corrected."""

from __future__ import annotations

import pytest

from cti_desk.vendors.instantvoice.methods import METHODS
from tests.support.instantvoice import AGENT
from tests.support.instantvoice_seed import built, example


@pytest.mark.shows("instantvoice", "method NewCall over STOMP")
def test_new_call() -> None:
    sent = built("NewCall", accountcode="default", user=AGENT, exten="6100", external_id="9999")
    assert ["NewCall", sent] == [example("NewCall")[0], example("NewCall")[2]]


@pytest.mark.shows("instantvoice", "method BlindTransfer over STOMP")
def test_blind_transfer() -> None:
    sent = built("BlindTransfer", accountcode="default", user=AGENT, exten="6100")
    assert ["BlindTransfer", sent] == [example("BlindTransfer")[0], example("BlindTransfer")[2]]


@pytest.mark.shows(
    "instantvoice", "method Hangup over STOMP", "inconsistency: Hangup's JSON example names NewCall"
)
def test_hangup_is_sent_as_hangup_though_the_example_says_new_call() -> None:
    assert example("Hangup")[0] == "NewCall"
    assert (
        built("Hangup", accountcode="default", uniqueid="1286208779.1.30") == example("Hangup")[2]
    )


def test_the_other_spelling_of_the_agent() -> None:
    method = METHODS["NewCall"]
    checked = method.check({"accountcode": "default", "user": AGENT, "exten": "1"})
    assert "User" in method.spell(checked, "stomp", 1)
    assert all(METHODS[name].acting for name in ("NewCall", "Hangup", "BlindTransfer"))
