"""The call day: what happens to an agent between logging in and logging out.

Each act asks the simulator or the desk for something and waits until the desk shows it, so that
a picture taken after it shows what the act is about.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from cti_desk.demo.players import Players

AGENT: Final = "default_1001"
QUEUE: Final = "7012"
MARIA: Final = "2198765456"
JOHN: Final = "1140028922"
ANSWERING: Final = "6100"
ACT_S: Final = 15.0


class Day:
    """Plays the acts in order; ``picture(name)`` is called when there is something to see."""

    def __init__(
        self, players: Players, picture: Callable[[str], None], say: Callable[[str], None]
    ) -> None:
        self._players = players
        self._picture = picture
        self._say = say

    def play(self) -> None:
        for act in (
            self.start,
            self.log_in,
            self.queue_call,
            self.second_call,
            self.transfer,
            self.pause_during_a_call,
            self.dial_out,
            self.missed_queue_call,
            self.broker_cut,
            self.log_out,
        ):
            self._say(f"— {(act.__doc__ or '').splitlines()[0].rstrip('.')}")
            act()

    def start(self) -> None:
        """The desk starts and finds the agent logged out."""
        self._until(lambda s: s["link"]["state"] == "UP", "the link to come up")
        self._until(_agent_is("LOGGED_OUT"), "the agent's state")
        self._picture("start")

    def log_in(self) -> None:
        """The agent logs in, with calls ringing at his telephone."""
        self._players.desk("agent.login", device="SIP/default_0001", wait=True)
        self._until(_agent_is("READY"), "the agent to be ready")
        self._picture("logged-in")

    def queue_call(self) -> None:
        """A customer calls the queue: the screen pops, the agent answers."""
        call = self._players.ring(queue=QUEUE, caller=MARIA, name="Maria Souza")
        self._until(_a_call_is("ALERTING"), "the call to ring")
        self._picture("screen-pop")
        self._players.sim("answer", call=call)
        self._until(_agent_is("BUSY"), "the call to be answered")
        self._picture("on-a-call")

    def second_call(self) -> None:
        """A second customer rings while the first one talks, and gives up."""
        call = self._players.ring(agent=AGENT, caller=JOHN)
        self._until(lambda s: len(s["calls"]) == 2, "the second call to ring")
        self._picture("second-call")
        self._players.sim("hangup", call=call, by="caller")
        self._until(lambda s: len(s["calls"]) == 1, "the second call to end")

    def transfer(self) -> None:
        """The first customer is transferred."""
        self._players.desk("call.transfer", number=ANSWERING, wait=True)
        self._until(lambda s: not s["calls"], "the call to be transferred")
        self._picture("transferred")

    def pause_during_a_call(self) -> None:
        """A pause asked for during a call begins when the call ends."""
        call = self._players.ring(agent=AGENT, caller=MARIA)
        self._until(_a_call_is("ALERTING"), "the call to ring")
        self._players.sim("answer", call=call)
        self._until(_agent_is("BUSY"), "the call to be answered")
        self._players.desk("agent.pause", reason="2")
        self._until(lambda s: s["agent"]["pending"] is not None, "the pause to be pending")
        self._picture("pause-pending")
        self._players.sim("hangup", call=call, by="caller")
        self._until(_agent_is("NOT_READY"), "the pause to begin")
        self._picture("paused")
        self._players.desk("agent.ready", wait=True)

    def dial_out(self) -> None:
        """The agent dials: his own telephone rings first, then the other side."""
        self._players.sim("phone", agent=AGENT, auto_answer=False)
        self._players.desk("call.dial", number=ANSWERING)
        self._until(_a_call_is("ALERTING"), "the agent's telephone to ring")
        self._picture("dialling-own-leg")
        self._players.sim("answer", agent=AGENT)
        self._until(_a_call_is("CONNECTED", remote="CONNECTED"), "the other side to answer")
        self._picture("dialled")
        self._players.desk("call.hangup", wait=True)

    def missed_queue_call(self) -> None:
        """A queue call is missed: the desk says until when no more calls come."""
        self._players.quarantine(QUEUE)
        call = self._players.ring(queue=QUEUE, caller=JOHN)
        self._until(_a_call_is("ALERTING"), "the call to ring")
        self._players.sim("clock", advance=11)
        self._until(lambda s: not s["calls"], "the call to go on to another agent")
        self._players.sim("hangup", call=call, by="caller")
        self._until(lambda s: s["agent"]["note"] is not None, "the note about the quarantine")
        self._picture("missed-call")

    def broker_cut(self) -> None:
        """The link is lost in the middle of a call; the call is still there afterwards."""
        call = self._players.ring(agent=AGENT, caller=MARIA)
        self._until(_a_call_is("ALERTING"), "the call to ring")
        self._players.sim("answer", call=call)
        self._until(_agent_is("BUSY"), "the call to be answered")
        self._players.cut(seconds=6)
        self._until(lambda s: s["link"]["state"] != "UP", "the link to be lost")
        self._picture("link-lost")
        self._until(lambda s: s["link"]["state"] == "UP", "the link to come back", 60)
        self._until(_a_call_is("CONNECTED"), "the call to be found again")
        self._picture("link-back")
        self._players.sim("hangup", call=call, by="caller")
        self._until(lambda s: not s["calls"], "the call to end")

    def log_out(self) -> None:
        """The agent logs out."""
        self._players.desk("agent.logout", wait=True)
        self._until(_agent_is("LOGGED_OUT"), "the agent to be logged out")
        self._picture("logged-out")

    def _until(
        self, holds: Callable[[dict[str, Any]], bool], what: str, seconds: float = ACT_S
    ) -> None:
        self._players.until(holds, what, seconds)


def _agent_is(state: str) -> Callable[[dict[str, Any]], bool]:
    return lambda snapshot: bool(snapshot["agent"]["state"] == state)


def _a_call_is(local: str, remote: str | None = None) -> Callable[[dict[str, Any]], bool]:
    def holds(snapshot: dict[str, Any]) -> bool:
        return any(
            call["local_state"] == local and (remote is None or call["remote_state"] == remote)
            for call in snapshot["calls"]
        )

    return holds
