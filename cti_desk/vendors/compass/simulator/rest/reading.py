"""What tells, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from cti_desk.vendors.compass.messages.status import ALL, NONE, ONLY_DIRECT
from cti_desk.vendors.compass.simulator.platform import READ, WRITE
from cti_desk.vendors.compass.simulator.rest import objects
from cti_desk.vendors.compass.simulator.rest.asked import Asked, RestError

Handler = Callable[[Asked], Any]

STATUS_WORDS: Final = {
    ALL: "receiveAll",
    ONLY_DIRECT: "receiveOnlyDirect",
    # The migration guide has no word for it.
    NONE: "receiveNone",
}


def own_company(asked: Asked) -> Any:
    if not asked.account.in_company or not asked.variants.company:
        raise RestError(404, "You belong to no company.")
    return objects.company(asked)


def company_list(make: Callable[[Asked], Any]) -> Handler:
    """A list of a company's things, for who may read them."""

    def listed(asked: Asked) -> Any:
        asked.read_company()
        return make(asked)

    return listed


def _users(asked: Asked) -> Any:
    return [objects.user(asked, one) for one in asked.platform.users()]


def _of_kind(kind: str) -> Callable[[Asked], Any]:
    return lambda asked: objects.resources(asked, kind)


def extensions(asked: Asked) -> Any:
    number = asked.user().extension
    return [one for one in objects.resources(asked, "extension") if one["number"] == number]


def rights(asked: Asked) -> Any:
    user, right = asked.user(), _permission(asked)
    target = objects.company(asked) if user.in_company else objects.reseller(asked)
    return [{"target": target["self"], "value": right}]


def permission(asked: Asked) -> Any:
    asked.user()
    if asked.queried("targetEntity", "company") != asked.platform.company_id:
        raise RestError(404, "There is no such company.")
    return {"value": _permission(asked)}


def _permission(asked: Asked) -> str:
    rights = asked.account.rights
    return "permWrite" if WRITE in rights else "permRead" if READ in rights else "permNone"


def status(asked: Asked) -> Any:
    account = asked.user()
    if not account.in_company:
        raise RestError(404, "That user has no phone.")
    if asked.version < 3:
        phone = asked.platform.exchange.world.agents[account.id].phone
        return {"phone": None if phone is None else asked.url("phone", phone)}
    receives, shown = asked.platform.status(account.id)
    return {"receiveCalls": STATUS_WORDS[receives], "displayStatus": shown}


def memberships(asked: Asked) -> Any:
    user = asked.identity().id
    found = []
    for queue in asked.platform.exchange.world.queues.values():
        if user in queue.members:
            follows = (user, queue.id) in asked.platform.follows_forwards
            one = {
                "queue": asked.url("queue", queue.id),
                "priority": queue.members[user],
                "callForward": follows,
            }
            found.append(one | ({"paused": user in queue.paused} if asked.version < 3 else {}))
    return found


def thing(kind: str) -> Handler:
    def got(asked: Asked) -> Any:
        asked.need(READ)
        return objects.any_object(asked, kind, asked.id)

    return got


def phone_status(asked: Asked) -> Any:
    thing("phone")(asked)
    phone = asked.platform.exchange.world.phones[asked.id]
    return objects.phone_status(asked.id, registered=not phone.unreachable)


def resources_filtered(asked: Asked) -> Any:
    _of_any(asked)
    wanted = asked.query.get("filter", "")
    found = objects.resources(asked, wanted)
    return found if asked.version == 1 else [objects.base(one) for one in found]


def entities_filtered(asked: Asked) -> Any:
    _of_any(asked)
    match asked.query.get("filter", ""):
        case "company":
            return [objects.base(objects.company(asked))]
        case "user":
            return [objects.base(objects.user(asked, one)) for one in asked.platform.users()]
        case "reseller" if not asked.account.in_company:
            return [objects.base(objects.reseller(asked))]
        case _:
            return []


def all_resources(asked: Asked) -> Any:
    _of_any(asked)
    return objects.resources(asked)


def _of_any(asked: Asked) -> Any:
    asked.need(READ)
    return objects.any_object(asked, asked.places["type"], asked.id)


def number_of(asked: Asked) -> Any:
    found = _of_any(asked)
    return found.get("entityId", found.get("resourceId"))


def type_of(asked: Asked) -> Any:
    return _of_any(asked)["theType"]


def external_number(kind: str) -> Handler:
    """What version 1 calls otherwise."""

    def got(asked: Asked) -> Any:
        asked.need(READ)
        found = objects.any_object(asked, "externalNumber", asked.id)
        return found | {"theType": kind, "self": asked.url(kind, asked.id)}

    return got


def _external_numbers(kind: str) -> Callable[[Asked], Any]:
    return lambda asked: [
        one | {"theType": kind, "self": asked.url(kind, str(one["resourceId"]))}
        for one in objects.resources(asked, "externalNumber")
    ]


READING: Final[dict[str, Handler]] = {
    "user": lambda asked: objects.user(asked, asked.account),
    "user.get": lambda asked: objects.user(asked, asked.user()),
    "user.identities": lambda asked: [objects.identity(asked, asked.user())],
    "user.extensions": extensions,
    "user.rights": rights,
    "user.permission": permission,
    "user.reseller": lambda asked: asked.user() and objects.reseller(asked),
    "user.status": status,
    "identity.get": lambda asked: objects.identity(asked, asked.identity()),
    "identity.queueMemberships": memberships,
    "company": own_company,
    "company.get": company_list(objects.company),
    "company.users": company_list(_users),
    "company.queues": company_list(_of_kind("queue")),
    "company.externalNumbers": company_list(_of_kind("externalNumber")),
    "company.forwards": company_list(_of_kind("forward")),
    "company.fullUsers": company_list(_users),
    "company.fullQueues": company_list(_of_kind("queue")),
    "company.fullDpSwitches": company_list(_of_kind("dpSwitch")),
    "company.fullExternalNumbers": company_list(_external_numbers("did")),
    "company.fullOutboundClis": company_list(_external_numbers("outboundCli")),
    "company.outboundClis": company_list(_external_numbers("outboundCli")),
    "resourcesFiltered": resources_filtered,
    "entitiesFiltered": entities_filtered,
    "resources": all_resources,
    "object.id": number_of,
    "object.type": type_of,
    "did.get": external_number("did"),
    "phone.status": phone_status,
    **{
        f"{kind}.get": thing(kind)
        for kind in (
            "externalNumber",
            "resource",
            "extension",
            "voicemail",
            "queue",
            "phone",
            "dpSwitch",
        )
    },
}
