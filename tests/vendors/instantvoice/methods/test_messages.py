"""Text messages and call-backs: requests as in the manual."""

from __future__ import annotations

import pytest

from cti_desk.core.errors import UsageError
from cti_desk.vendors.instantvoice.methods import METHODS
from tests.support.instantvoice_seed import built, example


def test_send_sms() -> None:
    sent = built("SendSms", accountcode="default", number="552188283288", text="Hi there!")
    assert ["SendSms", sent] == [example("SendSms")[0], example("SendSms")[2]]


def test_what_is_written_to_a_customer_is_kept_out_of_the_log() -> None:
    method = METHODS["SendSms"]
    given = {"accountcode": "default", "number": "5521", "text": "Your code is 4711"}
    for transport in ("stomp", "soap"):
        assert "4711" not in str(method.mask(method.spell(method.check(given), transport)))


@pytest.mark.shows("instantvoice", "inconsistency: NewCallBack has Ruleid over STOMP only")
def test_a_call_back_speaks_two_languages_and_has_its_rule_over_stomp_only() -> None:
    method = METHODS["NewCallBack"]
    given = {"accountcode": "default", "mcdu": "6100", "originator": "21"}
    with pytest.raises(UsageError, match="one of pt_BR, en_US"):
        method.check({**given, "language": "de"})
    checked = method.check({**given, "ruleid": "1"})
    assert method.spell(checked, "stomp")["Ruleid"] == "1"
    with pytest.raises(UsageError, match="“ruleid” over another transport"):
        method.spell(checked, "soap")
