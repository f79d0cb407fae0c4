"""The methods that do something: log in and out, pause, call, transfer, hang up."""

from __future__ import annotations

from cti_desk.simulator.model import Call, Side
from cti_desk.vendors.instantvoice.simulator.arguments import Arguments
from cti_desk.vendors.instantvoice.simulator.platform import Platform


def agent_login(platform: Platform, arguments: Arguments) -> str:
    agent, interface = arguments.full_agent(), arguments.text("Interface")
    platform.exchange.agents.log_in(agent, interface)
    # The seed's own words for a login; not to be relied on.
    return "Successful QueueAdd"


def agent_logoff(platform: Platform, arguments: Arguments) -> str:
    platform.exchange.agents.log_out(arguments.full_agent())
    return "Successful AgentLogoff"


def agent_pause(platform: Platform, arguments: Arguments) -> str:
    platform.exchange.agents.pause(arguments.full_agent(), arguments.text("Reason"))
    return "Successful AgentPause"


def agent_unpause(platform: Platform, arguments: Arguments) -> str:
    platform.exchange.agents.unpause(arguments.full_agent())
    return "Successful AgentUnpause"


def blind_transfer(platform: Platform, arguments: Arguments) -> str:
    """Moves all calls the agent has taken, as documented."""
    platform.exchange.transfers.blind_all(arguments.calling_agent(), arguments.text("Exten"))
    return "Successful BlindTransfer"


def new_call(platform: Platform, arguments: Arguments) -> str:
    """Rings the agent first (by the event section). External_id appears in no event."""
    agent, number = arguments.calling_agent(), arguments.text("Exten")
    mandatory = platform.variants.external_id == "mandatory"
    find = arguments.text if mandatory else arguments.optional
    platform.exchange.calls.request(agent, number, find("External_id"))
    return "Successful NewCall"


def hang_up(platform: Platform, arguments: Arguments) -> str:
    arguments.text("Accountcode")
    call = platform.exchange.world.call(arguments.text("Uniqueid"))
    platform.exchange.calls.hang_up(call.id, _side(call))
    return "Successful Hangup"


def _side(call: Call) -> Side:
    """Whose agent hangs up is not said: the one who was called, else the one who calls."""
    callee = call.callee
    if call.caller.party.agent is None and callee is not None and callee.party.agent is not None:
        return "callee"
    return "caller"
