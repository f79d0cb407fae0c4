"""Objects as JSON, as each version has them."""

from __future__ import annotations

from typing import Any, Final

from cti_desk.simulator.model import Queue
from cti_desk.vendors.compass.simulator.platform import Account, Resource
from cti_desk.vendors.compass.simulator.rest.asked import Asked, RestError

JSON = dict[str, Any]
_BASE: Final = ("theType", "self", "entityId", "resourceId", "name")


def entity(asked: Asked, kind: str, object_id: str, name: str) -> JSON:
    """What users, companies and resellers have."""
    return {
        "theType": kind,
        "self": asked.url(kind, object_id),
        "entityId": _number(object_id),
        "name": name,
    }


def resource(asked: Asked, kind: str, object_id: str, name: str) -> JSON:
    """What everything else has."""
    return {
        "theType": kind,
        "self": asked.url(kind, object_id),
        "resourceId": _number(object_id),
        "name": name,
    }


def base(found: JSON) -> JSON:
    """The base attributes only."""
    return {name: value for name, value in found.items() if name in _BASE}


def user(asked: Asked, account: Account) -> JSON:
    found = entity(asked, "user", account.id, account.name) | {
        "username": account.username,
        "contact": account.contact,
        "theLanguage": account.language,
    }
    if asked.version == 1:
        found |= {"extensions": [_number(account.extension)], "shortname": account.username}
    return found


def company(asked: Asked) -> JSON:
    platform = asked.platform
    found = entity(asked, "company", platform.company_id, platform.company_name)
    return found | {"shortname": platform.company_shortname}


def reseller(asked: Asked) -> JSON:
    return entity(asked, "reseller", asked.platform.reseller_id, "Example Telecom")


def identity(asked: Asked, account: Account) -> JSON:
    """Each user has one, the primary."""
    found = resource(asked, "identity", account.identity, account.name) | {"order": 0}
    if asked.version == 1:
        cli = "" if account.cli is None else asked.url("outboundCli", account.cli)
        return found | {"extension": account.extension, "outboundCli": cli}
    cli_url = None if account.cli is None else asked.url("externalNumber", account.cli)
    return found | {"extension": _extension_url(asked, account), "cli": cli_url}


def _extension_url(asked: Asked, account: Account) -> str | None:
    extensions = asked.platform.of_kind("extension")
    found = next((one for one in extensions if one.number == account.extension), None)
    return None if found is None else asked.url("extension", found.id)


def queue(asked: Asked, found: Queue) -> JSON:
    return resource(asked, "queue", found.id, found.name) | {
        "shortcode": found.id,
        "joinEmpty": "yes" if found.join_empty else "no",
        "leaveWhenEmpty": "yes" if found.leave_when_empty else "no",
    }


def phone(asked: Asked, phone_id: str) -> JSON:
    found = resource(asked, "phone", phone_id, f"Phone {phone_id}")
    found["macAddress"] = f"00:0B:82:{phone_id[:2]}:{phone_id[2:4]}:{phone_id[4:6]}"
    if asked.version == 1:
        found |= {"privateIP": _private_ip(phone_id), "pubIP": "192.0.2.1"}
    return found


def phone_status(phone_id: str, *, registered: bool = True) -> JSON:
    if not registered:  # inferred: nothing shows what is told of such a telephone
        return {"privateIP": None, "publicIP": None}
    return {"privateIP": f"{_private_ip(phone_id)}:5060", "publicIP": "192.0.2.1"}


def _private_ip(phone_id: str) -> str:
    return f"10.0.0.{int(phone_id[-3:])}"


def thing(asked: Asked, found: Resource) -> JSON:
    """A number, extension, switch, voicemail or forward."""
    told = resource(asked, found.kind, found.id, found.name)
    if found.number is not None:
        told["number"] = found.number
    if found.kind == "externalNumber":
        told |= {"useAsCli": True, "useForInbound": True}
    if found.kind == "dpSwitch":
        # The manual's own spelling.
        told |= {"self": asked.url("dpswitch", found.id), "currentSetting": found.setting}
    return told


def resources(asked: Asked, kind: str | None = None) -> list[JSON]:
    """All resources of the company, of one kind or of every kind."""
    world, platform = asked.platform.exchange.world, asked.platform
    found = [
        *(queue(asked, one) for one in world.queues.values()),
        *(phone(asked, one) for one in world.phones),
        *(identity(asked, one) for one in platform.users()),
        *(thing(asked, one) for one in platform.resources.values()),
    ]
    return [one for one in found if kind is None or one["theType"] == kind]


def any_object(asked: Asked, kind: str, object_id: str) -> JSON:
    """An object by type and id; raises RestError 404."""
    entities = [company(asked), reseller(asked)]
    entities += [user(asked, one) for one in asked.platform.accounts.values()]
    for one in (*entities, *resources(asked)):
        number = one.get("entityId", one.get("resourceId"))
        group = "entity" if "entityId" in one else "resource"
        if str(number) == object_id and kind in (group, one["theType"]):
            return one
    raise RestError(404, f"There is no {kind} {object_id}.")


def _number(text: str) -> int | str:
    """Ids are opaque, and look like numbers."""
    return int(text) if text.isdigit() else text
