"""What each method of InstantVoice takes, for type checkers.

Written by scripts/make_stubs.py from the declarations, which say what values mean.
``None`` counts as not given."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

Text = str | int
YesNo = bool | str
Flag = bool | int | str


class QueueFields(TypedDict):
    description: NotRequired[Text | None]
    sl_answeredbefore_1: NotRequired[Text | None]
    sl_answeredbefore_2: NotRequired[Text | None]
    sl_answeredbefore_3: NotRequired[Text | None]
    joinempty: NotRequired[YesNo | None]
    requiresendinfo: NotRequired[YesNo | None]
    timeout: NotRequired[Text | None]
    dialtimeout: NotRequired[Text | None]
    maxlen: NotRequired[Text | None]
    wrapuptime: NotRequired[Text | None]
    quarantinetime: NotRequired[Text | None]
    announce: NotRequired[Text | None]
    musiconhold: NotRequired[Text | None]


class SipUserFields(TypedDict):
    description: NotRequired[Text | None]
    allow: NotRequired[Text | None]
    amaflags: NotRequired[Text | None]
    call_limit: NotRequired[Text | None]
    callerid: NotRequired[Text | None]
    callgroup: NotRequired[Text | None]
    canreinvite: NotRequired[YesNo | None]
    context: NotRequired[Text | None]
    defaultip: NotRequired[Text | None]
    deny: NotRequired[Text | None]
    disallow: NotRequired[Text | None]
    dtmfmode: NotRequired[Text | None]
    fromdomain: NotRequired[Text | None]
    fromuser: NotRequired[Text | None]
    fullcontact: NotRequired[Text | None]
    host: NotRequired[Text | None]
    ignoregexpire: NotRequired[YesNo | None]
    insecure: NotRequired[Text | None]
    ipaddr: NotRequired[Text | None]
    language: NotRequired[Text | None]
    mailbox: NotRequired[Text | None]
    md5secret: NotRequired[Text | None]
    musiconhold: NotRequired[Text | None]
    nat: NotRequired[YesNo | None]
    permit: NotRequired[Text | None]
    pickupgroup: NotRequired[Text | None]
    port: NotRequired[Text | None]
    progressinband: NotRequired[Text | None]
    promiscredir: NotRequired[YesNo | None]
    qualify: NotRequired[Text | None]
    regexten: NotRequired[Text | None]
    regseconds: NotRequired[Text | None]
    rpid: NotRequired[Text | None]
    rtpholdtimeout: NotRequired[Text | None]
    secret: NotRequired[Text | None]
    sendrpid: NotRequired[YesNo | None]
    setvar: NotRequired[Text | None]
    subscribecontext: NotRequired[Text | None]
    trustrpid: NotRequired[YesNo | None]
    type: NotRequired[Text | None]
    useclientcode: NotRequired[YesNo | None]
    username: NotRequired[Text | None]
    route: NotRequired[YesNo | None]
    macaddr: NotRequired[Text | None]
    location: NotRequired[Text | None]


class AgentLoginArguments(TypedDict):
    accountcode: Text
    user: Text
    interface: Text


class AgentLogoffArguments(TypedDict):
    accountcode: Text
    user: Text


class AgentPauseArguments(TypedDict):
    accountcode: Text
    user: Text
    reason: Text


class AgentUnpauseArguments(TypedDict):
    accountcode: Text
    user: Text


class BlindTransferArguments(TypedDict):
    accountcode: Text
    user: Text
    exten: Text


class NewCallArguments(TypedDict):
    accountcode: Text
    user: Text
    exten: Text
    external_id: NotRequired[Text | None]


class HangupArguments(TypedDict):
    accountcode: Text
    uniqueid: Text


class SendSmsArguments(TypedDict):
    accountcode: Text
    number: Text
    text: Text


class NewCallBackArguments(TypedDict):
    accountcode: Text
    ruleid: NotRequired[Text | None]
    mcdu: Text
    originator: Text
    language: NotRequired[Text | None]
    location_id: NotRequired[Text | None]
    queue_id: NotRequired[Text | None]
    email: NotRequired[Text | None]


class AgentAddArguments(TypedDict):
    accountcode: Text
    user: Text
    password: NotRequired[Text | None]
    name: NotRequired[Text | None]


class AgentDeleteArguments(TypedDict):
    accountcode: Text
    user: Text


class AgentModifyArguments(TypedDict):
    original_accountcode: Text
    original_user: Text
    accountcode: NotRequired[Text | None]
    user: NotRequired[Text | None]
    password: NotRequired[Text | None]
    name: NotRequired[Text | None]


class AgentListArguments(TypedDict):
    accountcode: Text


class AgentInfoArguments(TypedDict):
    accountcode: Text
    user: Text


class AgentLineAddLine(TypedDict):
    linenumber: NotRequired[Text | None]
    inbound: NotRequired[Flag | None]
    outbound: NotRequired[Flag | None]


class AgentLineAddArguments(TypedDict):
    accountcode: Text
    user: Text
    lines: Sequence[AgentLineAddLine]


class AgentLineDeleteArguments(TypedDict):
    accountcode: Text
    user: Text
    linenumber: Text


class AgentLineModifyArguments(TypedDict):
    original_accountcode: Text
    original_user: Text
    original_linenumber: Text
    inbound: NotRequired[Flag | None]
    outbound: NotRequired[Flag | None]


class AgentLineListArguments(TypedDict):
    accountcode: Text
    user: Text


class AgentQueueAddQueue(TypedDict):
    name: Text
    priority: NotRequired[Text | None]


class AgentQueueAddArguments(TypedDict):
    accountcode: Text
    user: Text
    queues: Sequence[AgentQueueAddQueue]


class AgentQueueDeleteArguments(TypedDict):
    accountcode: Text
    user: Text
    name: Text


class AgentQueueModifyArguments(TypedDict):
    original_accountcode: Text
    original_user: Text
    original_name: Text
    priority: NotRequired[Text | None]


class AgentQueueListArguments(TypedDict):
    accountcode: Text
    user: Text


class AgentQueueMembersArguments(TypedDict):
    accountcode: Text
    name: Text


class AgentAddPermissionArguments(TypedDict):
    accountcode: Text
    user: Text
    location: Text


class AgentDeletePermissionArguments(TypedDict):
    accountcode: Text
    user: Text


class AgentModifyPermissionArguments(TypedDict):
    accountcode: Text
    user: Text
    location: Text


class AgentInfoPermissionArguments(TypedDict):
    accountcode: Text
    user: Text


class SipUserAddPermissionArguments(TypedDict):
    accountcode: Text
    name: Text
    location: Text


class SipUserDeletePermissionArguments(TypedDict):
    accountcode: Text
    name: Text


class SipUserModifyPermissionArguments(TypedDict):
    accountcode: Text
    name: Text
    location: Text


class SipUserInfoPermissionArguments(TypedDict):
    accountcode: Text
    name: Text


class QueueAddArguments(QueueFields):
    accountcode: Text
    name: Text


class QueueModifyArguments(QueueFields):
    original_accountcode: Text
    original_name: Text
    accountcode: NotRequired[Text | None]
    name: NotRequired[Text | None]


class QueueDeleteArguments(TypedDict):
    accountcode: Text
    name: Text


class QueueListArguments(TypedDict):
    accountcode: Text


class QueueInfoArguments(TypedDict):
    accountcode: Text
    name: Text


class SipUserAddArguments(SipUserFields):
    accountcode: Text
    name: Text


class SipUserModifyArguments(SipUserFields):
    original_accountcode: Text
    original_name: Text
    accountcode: NotRequired[Text | None]
    name: NotRequired[Text | None]


class SipUserDeleteArguments(TypedDict):
    accountcode: Text
    name: Text


class SipUserListArguments(TypedDict):
    accountcode: Text


class SipUserInfoArguments(TypedDict):
    accountcode: Text
    name: Text
