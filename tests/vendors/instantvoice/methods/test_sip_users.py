"""SIP users: passwords are covered wherever they come back."""

from __future__ import annotations

import pytest

from cti_desk.core.errors import UsageError
from cti_desk.declarations.arguments import MASK
from cti_desk.vendors.instantvoice.methods import METHODS
from tests.support.instantvoice_seed import built

USER = {"accountcode": "default", "name": "1010"}


def test_passwords_are_covered() -> None:
    shown = METHODS["SipUserInfo"].mask({"secret": "x", "md5secret": "y", "name": "default_1010"})
    assert shown == {"secret": MASK, "md5secret": MASK, "name": "default_1010"}
    secret = {one.name for one in METHODS["SipUserAdd"].arguments if one.secret}
    assert secret == {"secret", "md5secret"}


@pytest.mark.shows(
    "instantvoice", "inconsistency: call-limit, call_limit and the spellings of ignoregexpire"
)
def test_the_dash_is_the_wires() -> None:
    assert built("SipUserAdd", **USER, call_limit=2) == {**USER, "call-limit": "2"}
    assert built("SipUserAdd", **USER, **{"call-limit": 2})["call-limit"] == "2"


def test_what_soap_alone_has_is_refused_here() -> None:
    with pytest.raises(UsageError, match="“ipaddr” over another transport"):
        built("SipUserAdd", **USER, ipaddr="10.0.0.1")


def test_modify_needs_the_name_before_the_change_only() -> None:
    with pytest.raises(UsageError, match="needs the argument “original_accountcode”"):
        METHODS["SipUserModify"].check({"name": "1"})
    METHODS["SipUserModify"].check({"original_accountcode": "default", "original_name": "1"})
