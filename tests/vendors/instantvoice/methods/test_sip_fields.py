"""The fields of a SIP user: their limits, and that the manual's reply shows them."""

from __future__ import annotations

from typing import Any

import pytest

from cti_desk.core.errors import UsageError
from cti_desk.vendors.instantvoice.messages.bodies import parse_reply
from cti_desk.vendors.instantvoice.messages.values import normalise_key
from cti_desk.vendors.instantvoice.methods import METHODS
from cti_desk.vendors.instantvoice.methods.sip_fields import FIELDS
from tests.support.instantvoice_manual import FIXTURES

USER = {"accountcode": "default", "name": "1010"}


@pytest.mark.parametrize(
    ("field", "right", "wrong"),
    [
        ("allow", "alaw;g729", "alaw,g729"),
        ("disallow", "all", "none"),
        ("amaflags", "omit", "never"),
        ("callgroup", "1,2", "1;2"),
        ("canreinvite", "no", "nonat"),
        ("defaultip", "10.0.0.7", "telephone"),
        ("deny", "0.0.0.0/0.0.0.0", "everybody"),
        ("dtmfmode", "inband", "rfc4733"),
        ("insecure", "invite,port", "very"),
        ("language", "es_ES", "de_DE"),
        ("port", "5061", "65536"),
        ("progressinband", "never", "sometimes"),
        ("qualify", "2000", "often"),
        ("regexten", "700", "seven"),
        ("setvar", "a=b", "a"),
        ("type", "peer", "enemy"),
        ("macaddr", "00:1a:2b:3c:4d:5e", "00:1a"),
        ("call_limit", "0", "-1"),
    ],
)
def test_limits(field: str, right: Any, wrong: Any) -> None:
    METHODS["SipUserAdd"].check({**USER, field: right})
    with pytest.raises(UsageError, match=field):
        METHODS["SipUserAdd"].check({**USER, field: wrong})


def test_every_field_that_the_manual_answers_can_be_set() -> None:
    reply = parse_reply((FIXTURES / "SipUserInfo.reply.json").read_bytes())
    assert reply is not None
    declared = {normalise_key(field.name) for field in FIELDS} | {"accountcode", "name"}
    assert {normalise_key(key) for key in reply.data} - declared == {"id", "rtptimeout"}
