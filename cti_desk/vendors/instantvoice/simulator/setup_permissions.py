"""Permission groups of agents and SIP users. What a group allows is not modelled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from cti_desk.simulator.errors import AlreadySo, NotFound
from cti_desk.vendors.instantvoice.simulator import setup_agents, setup_sip_users
from cti_desk.vendors.instantvoice.simulator.platform import Platform

Given = dict[str, Any]
Target = Callable[[Platform, Given], tuple[dict[str, str], str]]


def _agent(platform: Platform, given: Given) -> tuple[dict[str, str], str]:
    agent = setup_agents.find(platform, given["accountcode"], given["user"])
    return platform.agent_locations, agent.id


def _sip_user(platform: Platform, given: Given) -> tuple[dict[str, str], str]:
    full = setup_sip_users.find(platform, given["accountcode"], given["name"])
    return platform.sip_locations, full


def _methods(prefix: str, target: Target) -> dict[str, Callable[[Platform, Given], Any]]:
    """Adding twice is a duplicate; the others need a group to be there (both inferred)."""

    def add(platform: Platform, given: Given) -> None:
        groups, name = target(platform, given)
        location = _known(platform, given)
        if name in groups:
            raise AlreadySo(f"{name} is in the permission group {groups[name]} already.")
        groups[name] = location

    def modify(platform: Platform, given: Given) -> None:
        groups, name = _grouped(target(platform, given))
        groups[name] = _known(platform, given)

    def delete(platform: Platform, given: Given) -> None:
        groups, name = _grouped(target(platform, given))
        del groups[name]

    def info(platform: Platform, given: Given) -> str:
        groups, name = _grouped(target(platform, given))
        return groups[name]

    family = {"Add": add, "Modify": modify, "Delete": delete, "Info": info}
    return {f"{prefix}{verb}Permission": method for verb, method in family.items()}


def _known(platform: Platform, given: Given) -> str:
    location = str(given["location"])
    if location not in platform.locations:
        raise NotFound(f"There is no permission group {location}.")
    return location


def _grouped(found: tuple[dict[str, str], str]) -> tuple[dict[str, str], str]:
    groups, name = found
    if name not in groups:
        raise NotFound(f"{name} is in no permission group.")
    return found


METHODS: Final = {**_methods("Agent", _agent), **_methods("SipUser", _sip_user)}
