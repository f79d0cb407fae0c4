"""SIP users: each one is a telephone of the exchange at which agents can log in."""

from __future__ import annotations

from typing import Any, Final

from cti_desk.simulator.errors import AlreadySo, NotFound
from cti_desk.vendors.instantvoice.methods.sip_fields import FIELDS
from cti_desk.vendors.instantvoice.simulator.platform import Platform

Given = dict[str, Any]

DEFAULTS: Final = {field.name: field.default or "" for field in FIELDS}
_NOT_ANSWERED: Final = ("description", "macaddr", "location", "ignoregexpire", "ipaddr")
_NUMBERS: Final = ("call_limit", "regseconds", "port", "rtpholdtimeout")


def interface(full: str) -> str:
    """Where an agent logs in: ``SIP/default_0001``."""
    return f"SIP/{full}"


def add(platform: Platform, given: Given) -> None:
    full = platform.full(given["accountcode"], given["name"])
    if full in platform.sip_users:
        raise AlreadySo(f"There is a SIP user {full} already.")
    _check_references(platform, given)
    platform.exchange.setup.add_phone(interface(full))
    keep(platform, full, given)


def keep(platform: Platform, full: str, given: Given) -> None:
    """Note a SIP user whose telephone exists."""
    fields = {name: given[name] for name in DEFAULTS if name in given}
    platform.sip_users[full] = {**DEFAULTS, "username": full, **fields}
    platform.sip_user_id(full)
    if location := fields.get("location"):
        platform.sip_locations[full] = location


def modify(platform: Platform, given: Given) -> None:
    """Only a SIP user whom nobody uses gets another number (inferred: code 6)."""
    old = find(platform, given["original_accountcode"], given["original_name"])
    account = given.get("accountcode") or given["original_accountcode"]
    new = platform.full(account, given.get("name", old.rpartition("_")[2]))
    _check_references(platform, given)
    if new != old:
        if new in platform.sip_users:
            raise AlreadySo(f"There is a SIP user {new} already.")
        platform.exchange.setup.rename_phone(interface(old), interface(new))
        platform.renamed("sip user", old, new)
        platform.sip_users[new] = platform.sip_users.pop(old)
        if old in platform.sip_locations:
            platform.sip_locations[new] = platform.sip_locations.pop(old)
    fields = {name: given[name] for name in DEFAULTS if name in given}
    platform.sip_users[new].update(fields)
    if location := fields.get("location"):
        platform.sip_locations[new] = location


def delete(platform: Platform, given: Given) -> None:
    """Code 6 while an agent is logged in there (inferred)."""
    full = find(platform, given["accountcode"], given["name"])
    if interface(full) in platform.exchange.world.phones:
        platform.exchange.setup.remove_phone(interface(full))
    platform.gone("sip user", full)
    del platform.sip_users[full]
    platform.sip_locations.pop(full, None)


def listing(platform: Platform, given: Given) -> list[str]:
    prefix = f"{platform.check_account(given['accountcode'])}_"
    return [name.removeprefix(prefix) for name in platform.sip_users if name.startswith(prefix)]


def info(platform: Platform, given: Given) -> dict[str, Any]:
    """The members of the manual's JSON reply, spelt as there."""
    full = find(platform, given["accountcode"], given["name"])
    kept = platform.sip_users[full]
    told: dict[str, Any] = {k: v for k, v in kept.items() if k not in _NOT_ANSWERED}
    told |= {name: int(kept[name]) for name in _NUMBERS}
    told["call-limit"] = told.pop("call_limit")
    told["ignoreregexpire"] = kept["ignoregexpire"]
    told["callerid"] = kept["callerid"] or None
    told["qualify"] = 0 if kept["qualify"] == "no" else kept["qualify"]
    return {
        **told,
        "id": platform.sip_user_id(full),
        "name": full,
        "accountcode": full.rpartition("_")[0],
        "ipaddr": "0.0.0.0",  # noqa: S104 - what the manual shows for one not registered
        "rtptimeout": 0,
        "trustrpid": kept["trustrpid"] or "no",
        "useclientcode": kept["useclientcode"] or "no",
    }


def find(platform: Platform, accountcode: str, name: str) -> str:
    """A SIP user's full name; raises NotFound."""
    full = platform.full(accountcode, name)
    if full not in platform.sip_users:
        raise NotFound(f"There is no SIP user {full}.")
    return full


def _check_references(platform: Platform, given: Given) -> None:
    known = {"musiconhold": platform.music, "location": platform.locations}
    for name, existing in known.items():
        if name in given and given[name] not in existing:
            raise NotFound(f"There is no {name} {given[name]}.")


METHODS: Final = {
    "SipUserAdd": add,
    "SipUserModify": modify,
    "SipUserDelete": delete,
    "SipUserList": listing,
    "SipUserInfo": info,
}
