"""Identities, numbers, extensions, phones, voicemails, queues and dial plan switches."""

from __future__ import annotations

from typing import Final

from cti_desk.declarations.arguments import Argument
from cti_desk.declarations.methods import Member, Method
from cti_desk.vendors.compass.methods.arguments import MIGRATION, RESOURCE, object_of, texts
from cti_desk.vendors.compass.methods.endpoint import ALL_VERSIONS, FROM_2, Endpoint

_SWITCH: Final = (Member("currentSetting", "integer"), *texts("name", "self"))
_CLI: Final = Member("cli", spelling={"v1": "outboundCli"}, nullable=True)
_IDENTITY: Final = (_CLI, Member("extension"), Member("self"))


def _get(
    kind: str,
    help: str,
    members: tuple[Member, ...] = RESOURCE,
    versions: tuple[int, ...] = FROM_2,
    section: str = MIGRATION,
    note: str = "",
) -> Endpoint:
    return Endpoint(
        Method(
            f"{kind}.get",
            (object_of(kind),),
            section=section,
            reply="record",
            acting=False,
            help=help,
            note=note,
            members=members,
        ),
        "GET",
        f"/{kind}/{{id}}",
        versions,
    )


ENDPOINTS: Final = (
    _get("identity", "An identity of a user.", _IDENTITY, ALL_VERSIONS, "Identities"),
    Endpoint(
        Method(
            "identity.change",
            (
                object_of("identity"),
                Argument(
                    "cli",
                    "The number shown when the user calls: an external number's id or URL; "
                    "empty: none.",
                    spelling={"v1": "outboundCli"},
                ),
                Argument(
                    "extension",
                    "From version 2 on an extension's id or URL, before that its number; "
                    "empty: none.",
                ),
            ),
            section=MIGRATION,
            reply="record",
            help="Change an identity. What is not given stays as it is.",
            members=_IDENTITY,
        ),
        "PATCH",
        "/identity/{id}",
        references={"cli": "externalNumber", "extension": "extension"},
        plain_in_1=("extension",),
    ),
    _get("externalNumber", "An outside number.", (*RESOURCE, Member("number"))),
    _get("resource", "A resource, whatever its type."),
    _get("extension", "An extension.", (*RESOURCE, Member("number"))),
    _get("voicemail", "A voicemail box."),
    _get(
        "queue",
        "A queue.",
        (*RESOURCE, *texts("joinEmpty", "leaveWhenEmpty")),
        note="joinEmpty and leaveWhenEmpty are yes, no, strict or unknownQueueEmptyType; "
        "version 2 adds loose.",
    ),
    _get(
        "phone",
        "A phone account.",
        (*RESOURCE, Member("privateIP", spelling={"v2": (), "v3": ()})),
        ALL_VERSIONS,
        note="Version 1 tells its registration too; from version 2 on that is phone.status.",
    ),
    Endpoint(
        Method(
            "phone.status",
            (object_of("phone"),),
            section=MIGRATION,
            reply="record",
            acting=False,
            help="A phone's registration.",
            note="An address may have a port behind it.",
            members=texts("privateIP", "publicIP"),
        ),
        "GET",
        "/phone/{id}/phoneStatus",
        FROM_2,
    ),
    _get(
        "dpSwitch",
        "A dial plan switch.",
        _SWITCH,
        ALL_VERSIONS,
        "Dial plan Switches",
    ),
    Endpoint(
        Method(
            "dpSwitch.change",
            (
                object_of("dpSwitch"),
                Argument("currentSetting", "The setting's number.", kind="integer", mandatory=True),
            ),
            section="Set a dial plan switch",
            reply="record",
            help="Set a dial plan switch.",
            note="The answer spells its own address with dpswitch.",
            members=_SWITCH,
        ),
        "PATCH",
        "/dpSwitch/{id}",
    ),
)
