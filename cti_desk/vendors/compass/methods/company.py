"""The company, and what belongs to it."""

from __future__ import annotations

from typing import Final

from cti_desk.declarations.arguments import Argument
from cti_desk.declarations.methods import Member, Method
from cti_desk.vendors.compass.methods.arguments import (
    ENTITY,
    ENTITY_ID,
    MIGRATION,
    RESOURCE,
    entity_type,
    object_of,
    texts,
)
from cti_desk.vendors.compass.methods.endpoint import ALL_VERSIONS, FROM_2, Endpoint

COMPANY: Final = object_of("company")
FILTER: Final = Argument("filter", "The type of object wanted.", mandatory=True)

_DETAILS: Final = (*ENTITY, *texts("shortname"))


def _list(
    name: str, help: str, members: tuple[Member, ...], versions: tuple[int, ...], section: str
) -> Endpoint:
    return Endpoint(
        Method(
            f"company.{name}",
            (COMPANY,),
            section=section,
            reply="records",
            acting=False,
            help=help,
            members=members,
        ),
        "GET",
        f"/company/{{id}}/{name}",
        versions,
    )


def _filtered(name: str, types: tuple[str, ...], versions: tuple[int, ...], note: str) -> Endpoint:
    return Endpoint(
        Method(
            name,
            (entity_type(*types), ENTITY_ID, FILTER),
            section=MIGRATION,
            reply="records",
            acting=False,
            help="What belongs to an object, by its basic data.",
            note=note,
            members=texts("self", "theType", "name"),
        ),
        "GET",
        f"/{{type}}/{{id}}/{name}",
        versions,
        query=("filter",),
    )


ENDPOINTS: Final = (
    Endpoint(
        Method(
            "company",
            (),
            section="Bootstrap URL's",
            reply="record",
            acting=False,
            help="The company of the user who is logged in.",
            note="A user who belongs to a reseller has none.",
            members=_DETAILS,
        ),
        "GET",
        "/company",
    ),
    Endpoint(
        Method(
            "company.get",
            (COMPANY,),
            section="Companies",
            reply="record",
            acting=False,
            help="A company.",
            members=_DETAILS,
        ),
        "GET",
        "/company/{id}",
    ),
    _list("queues", "Its queues.", RESOURCE, ALL_VERSIONS, "Retrieve queues for a company"),
    _list("users", "Its users.", ENTITY, FROM_2, "Changelog"),
    _list(
        "externalNumbers",
        "Its numbers.",
        (*RESOURCE, *texts("number", "useAsCli", "useForInbound")),
        FROM_2,
        "External numbers",
    ),
    _list("forwards", "The forwards of its dial plans.", RESOURCE, FROM_2, MIGRATION),
    _filtered(
        "resourcesFiltered",
        ("company", "entity", "reseller", "user"),
        ALL_VERSIONS,
        "Of the filters externalNumber has been seen.",
    ),
    _filtered(
        "entitiesFiltered",
        ("company", "entity", "reseller"),
        FROM_2,
        "Of the filters company and reseller have been seen.",
    ),
)
