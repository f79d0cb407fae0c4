"""SIP users: the telephones, as the platform knows them."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from cti_desk.declarations.arguments import Argument
from cti_desk.declarations.methods import Member, Method
from cti_desk.vendors.instantvoice.methods.arguments import (
    ACCOUNTCODE,
    ORIGINAL_ACCOUNTCODE,
    SIP_USER,
    original,
)
from cti_desk.vendors.instantvoice.methods.members import stomp_only, texts, whole
from cti_desk.vendors.instantvoice.methods.sip_fields import FIELDS

NEW_SIP_USER: Final = Argument(
    "name", "Its number: a whole number that no other SIP user has.", kind="integer", minimum=0
)
_SECRETS: Final = ("secret", "md5secret")
_BROKEN: Final = "The manual's JSON example lacks two commas and has a stray quote."

INFORMATION: Final = (
    *texts("accountcode", "name", "username", "type", "host", "language"),
    Member("callerid", nullable=True),
    Member("call-limit", "integer", {"soap": "call_limit"}),
    Member("ignoreregexpire", spelling={"soap": "ignoreexpire"}),
    Member("qualify", "integer", kinds={"soap": "text"}),
    *whole("port", "regseconds", "rtpholdtimeout"),
    *texts("fullcontact", "amaflags", "sendrpid", "useclientcode", "callgroup"),
    *texts("progressinband", "musiconhold", "ipaddr", "fromdomain", "md5secret", "secret"),
    *texts("nat", "setvar", "insecure", "disallow", "promiscredir", "defaultip"),
    *texts("subscribecontext", "mailbox", "deny", "dtmfmode", "pickupgroup", "rpid"),
    *texts("canreinvite", "allow", "permit", "fromuser", "regexten", "trustrpid"),
    *stomp_only(*whole("id", "rtptimeout"), *texts("context", "route")),
)

METHODS: Final = (
    Method(
        "SipUserAdd",
        (ACCOUNTCODE, replace(NEW_SIP_USER, mandatory=True), *FIELDS),
        section="SipUserAdd",
        help="Add a SIP user.",
        note=_BROKEN,
        secrets=_SECRETS,
    ),
    Method(
        "SipUserModify",
        (
            ORIGINAL_ACCOUNTCODE,
            original("name", "Its number before the change."),
            replace(ACCOUNTCODE, mandatory=False),
            NEW_SIP_USER,
            *(replace(field, default=None) for field in FIELDS),
        ),
        section="SipUserModify",
        help="Change a SIP user. What is not given stays as it is.",
        note=_BROKEN,
        secrets=_SECRETS,
    ),
    Method(
        "SipUserDelete",
        (ACCOUNTCODE, SIP_USER),
        section="SipUserDelete",
        help="Delete a SIP user.",
    ),
    Method(
        "SipUserList",
        (ACCOUNTCODE,),
        section="SipUserList",
        reply="names",
        acting=False,
        help="The names of an accountcode's SIP users.",
        note="The manual's JSON reply is in single quotes, its SOAP reply a tuple's text.",
        members=(Member("name", spelling={"soap": "integer"}),),
    ),
    Method(
        "SipUserInfo",
        (ACCOUNTCODE, SIP_USER),
        section="SipUserInfo",
        reply="record",
        acting=False,
        help="All information about a SIP user.",
        note="The name comes in full, such as default_0001. SOAP tells the description besides.",
        secrets=_SECRETS,
        members=INFORMATION,
    ),
)
