"""Agents added, changed, deleted and listed."""

from __future__ import annotations

from typing import Any, Final

from cti_desk.simulator.model import Agent
from cti_desk.vendors.instantvoice.simulator.platform import Platform

Given = dict[str, Any]


def add(platform: Platform, given: Given) -> None:
    full = platform.full(given["accountcode"], given["user"])
    platform.exchange.setup.add_agent(full, given["user"], given.get("name", ""))
    platform.agent_id(full)
    platform.passwords[full] = given.get("password", "")


def modify(platform: Platform, given: Given) -> None:
    """Only an agent who is logged out gets another number (inferred: code 6)."""
    agent = find(platform, given["original_accountcode"], given["original_user"])
    account = given.get("accountcode") or given["original_accountcode"]
    number: str = given.get("user", agent.number)
    old, new = agent.id, platform.full(account, number)
    if new != old:
        platform.exchange.setup.rename_agent(old, new, number)
        platform.renamed("agent", old, new)
        for kept in (platform.passwords, platform.agent_locations):
            if old in kept:
                kept[new] = kept.pop(old)
    agent.name = given.get("name", agent.name)
    if "password" in given:
        platform.passwords[new] = given["password"]


def delete(platform: Platform, given: Given) -> None:
    agent = find(platform, given["accountcode"], given["user"])
    platform.exchange.setup.remove_agent(agent.id)
    platform.gone("agent", agent.id)
    for line in agent.lines:
        platform.gone("line", f"{agent.id} {line.number}")
    platform.passwords.pop(agent.id, None)
    platform.agent_locations.pop(agent.id, None)


def listing(platform: Platform, given: Given) -> list[int]:
    """Numbers, as the manual's reply has them: leading zeros are lost on the way."""
    prefix = f"{platform.check_account(given['accountcode'])}_"
    agents = platform.exchange.world.agents.values()
    return [int(agent.number) for agent in agents if agent.id.startswith(prefix)]


def find(platform: Platform, accountcode: str, user: str) -> Agent:
    """An agent by accountcode and number; raises NotFound."""
    return platform.exchange.world.agent(platform.full(accountcode, user))


METHODS: Final = {
    "AgentAdd": add,
    "AgentModify": modify,
    "AgentDelete": delete,
    "AgentList": listing,
}
