"""Lines of agents, and which queues they answer."""

from __future__ import annotations

from typing import Any, Final

from cti_desk.simulator.errors import AlreadySo, NotFound
from cti_desk.simulator.model import Agent, Line, Queue
from cti_desk.vendors.instantvoice.simulator.platform import Platform
from cti_desk.vendors.instantvoice.simulator.setup_agents import find

Given = dict[str, Any]


def add_lines(platform: Platform, given: Given) -> None:
    """All of them or none."""
    agent = _agent(platform, given)
    platform.exchange.setup.add_lines(
        agent.id,
        [
            Line(
                int(line.get("linenumber", "1")),
                inbound=line.get("inbound", "1") == "1",
                outbound=line.get("outbound", "1") == "1",
            )
            for line in given["lines"]
        ],
    )


def modify_line(platform: Platform, given: Given) -> None:
    agent = find(platform, given["original_accountcode"], given["original_user"])
    line = platform.exchange.setup.line(agent.id, int(given["original_linenumber"]))
    for direction in ("inbound", "outbound"):
        if direction in given:
            setattr(line, direction, given[direction] == "1")
    platform.exchange.queues.distribute()


def delete_line(platform: Platform, given: Given) -> None:
    agent = _agent(platform, given)
    platform.exchange.setup.remove_line(agent.id, int(given["linenumber"]))


def join(platform: Platform, given: Given) -> None:
    """All of the queues or none; a priority that is not given is 0 (inferred)."""
    agent = _agent(platform, given)
    priorities: dict[str, int] = {}
    for one in given["queues"]:
        queue = find_queue(platform, given["accountcode"], one["name"]).id
        if queue in priorities:
            raise AlreadySo(f"{queue} is named twice.")
        priorities[queue] = int(one.get("priority", "0"))
    platform.exchange.setup.join(agent.id, priorities)


def modify_priority(platform: Platform, given: Given) -> None:
    account = given["original_accountcode"]
    agent = find(platform, account, given["original_user"])
    queue = find_queue(platform, account, given["original_name"])
    if agent.id not in queue.members:
        raise NotFound(f"{agent.id} is not a member of {queue.id}.")
    queue.members[agent.id] = int(given.get("priority", queue.members[agent.id]))


def leave(platform: Platform, given: Given) -> None:
    agent = _agent(platform, given)
    queue = find_queue(platform, given["accountcode"], given["name"])
    platform.exchange.setup.leave(agent.id, queue.id)


def members(platform: Platform, given: Given) -> list[dict[str, str]]:
    """Both members are texts, unlike in AgentQueueList."""
    queue = find_queue(platform, given["accountcode"], given["name"])
    agents = platform.exchange.world.agents
    return [
        {"priority": str(priority), "user": agents[name].number}
        for name, priority in queue.members.items()
    ]


def find_queue(platform: Platform, accountcode: str, name: str) -> Queue:
    """A queue by its number, with or without its leading zeros; raises NotFound."""
    bare = name.removeprefix(f"{platform.check_account(accountcode)}_")
    queues = platform.exchange.world.queues
    if bare in queues:
        return queues[bare]
    for queue in queues.values():
        if queue.id.lstrip("0") == bare.lstrip("0"):
            return queue
    raise NotFound(f"There is no queue {name}.")


def _agent(platform: Platform, given: Given) -> Agent:
    return find(platform, given["accountcode"], given["user"])


METHODS: Final = {
    "AgentLineAdd": add_lines,
    "AgentLineModify": modify_line,
    "AgentLineDelete": delete_line,
    "AgentQueueAdd": join,
    "AgentQueueModify": modify_priority,
    "AgentQueueDelete": leave,
    "AgentQueueMembers": members,
}
