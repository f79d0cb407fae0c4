"""What only version 1 has: names that later versions changed or removed."""

from __future__ import annotations

from typing import Final

from cti_desk.declarations.methods import Method
from cti_desk.vendors.compass.methods.arguments import (
    ENTITY,
    ENTITY_ID,
    MIGRATION,
    RESOURCE,
    entity_type,
    object_of,
    texts,
)
from cti_desk.vendors.compass.methods.endpoint import ONLY_1, Endpoint

_ANY: Final = (
    "company",
    "dpSwitch",
    "entity",
    "extension",
    "externalNumber",
    "identity",
    "phone",
    "queue",
    "reseller",
    "resource",
    "user",
    "voicemail",
)


def _company(name: str, now: str) -> Endpoint:
    return Endpoint(
        Method(
            f"company.{name}",
            (object_of("company"),),
            section="Changelog",
            reply="records",
            acting=False,
            help=f"What version 2 calls {now}.",
            members=ENTITY if name == "fullUsers" else RESOURCE,
        ),
        "GET",
        f"/company/{{id}}/{name}",
        ONLY_1,
    )


def _of_any(name: str, help: str) -> Endpoint:
    return Endpoint(
        Method(
            f"object.{name}",
            (entity_type(*_ANY), ENTITY_ID),
            section=MIGRATION,
            reply="text",
            acting=False,
            help=help,
            members=texts(name),
        ),
        "GET",
        f"/{{type}}/{{id}}/{name}",
        ONLY_1,
    )


ENDPOINTS: Final = (
    _company("fullUsers", "company.users"),
    _company("fullQueues", "company.queues"),
    _company("fullDpSwitches", "company.dpSwitches"),
    _company("fullExternalNumbers", "company.externalNumbers"),
    _company("fullOutboundClis", "company.externalNumbers"),
    _company("outboundClis", "company.externalNumbers"),
    Endpoint(
        Method(
            "did.get",
            (object_of("did"),),
            section="Changelog",
            reply="record",
            acting=False,
            help="What version 2 calls externalNumber.get.",
            members=RESOURCE,
        ),
        "GET",
        "/did/{id}",
        ONLY_1,
    ),
    Endpoint(
        Method(
            "resources",
            (entity_type("company", "entity", "reseller", "user"), ENTITY_ID),
            section=MIGRATION,
            reply="records",
            acting=False,
            help="What belongs to an object.",
            members=RESOURCE,
        ),
        "GET",
        "/{type}/{id}/resources",
        ONLY_1,
    ),
    _of_any("id", "An object's id."),
    _of_any("type", "An object's type."),
)
