"""Agents as they are set up."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from cti_desk.declarations.arguments import Argument
from cti_desk.declarations.methods import Member, Method
from cti_desk.vendors.instantvoice.methods.arguments import (
    ACCOUNTCODE,
    NEW_NUMBER,
    NUMBER,
    ORIGINAL_ACCOUNTCODE,
    ORIGINAL_NUMBER,
)
from cti_desk.vendors.instantvoice.methods.members import stomp_only, texts, whole

PASSWORD: Final = Argument(
    "password",
    "The password of the agent's login: a whole number.",
    spelling={"stomp": "pass", "soap": "passwd"},
    kind="integer",
    minimum=0,
    secret=True,
)
NAME: Final = Argument("name", "The agent's name or a short description.")

INFORMATION: Final = (
    *texts("accountcode", "name"),
    Member("user", "qualified_name", kinds={"soap": "text"}),
    Member("pass", spelling={"soap": "passwd"}),
    Member("id", "integer", {"soap": "agents_id"}),
    *stomp_only(
        *texts("extension", "reasons_reason", "interface", "agentstatus"),
        *whole("agentstatusts", "logints", "disabled"),
    ),
)

METHODS: Final = (
    Method(
        "AgentAdd",
        (ACCOUNTCODE, replace(NEW_NUMBER, mandatory=True), PASSWORD, NAME),
        section="AgentAdd",
        help="Add an agent.",
    ),
    Method(
        "AgentDelete",
        (ACCOUNTCODE, NUMBER),
        section="AgentDelete",
        help="Delete an agent.",
    ),
    Method(
        "AgentModify",
        (
            ORIGINAL_ACCOUNTCODE,
            ORIGINAL_NUMBER,
            replace(ACCOUNTCODE, mandatory=False),
            NEW_NUMBER,
            PASSWORD,
            NAME,
        ),
        section="AgentModify",
        help="Change an agent. What is not given stays as it is.",
    ),
    Method(
        "AgentList",
        (ACCOUNTCODE,),
        section="AgentList",
        reply="names",
        acting=False,
        help="The numbers of an accountcode's agents.",
        members=(Member("user", "integer", {"soap": "integer"}),),
        note="Numbers come as whole numbers: leading zeros are lost.",
    ),
    Method(
        "AgentInfo",
        (ACCOUNTCODE, NUMBER),
        section="AgentInfo",
        reply="record",
        acting=False,
        help="All information about an agent.",
        note="SOAP answers less than STOMP, and calls pass passwd.",
        secrets=("pass", "passwd"),
        members=INFORMATION,
    ),
)
