"""The call day at InstantVoice: what happens to an agent between logging in and logging out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from cti_desk.simulator.acts import Acts, Demo, a_call_is, agent_is
from cti_desk.simulator.cast import Cast, Person

CAST: Final = Cast(
    "default_1001",
    ("default_1002", "default_1003"),
    "7012",
    Person("Maria Souza", "2198765456", "+55 21 9876-5456"),
    Person("Padaria Aurora", "1140028922", "+55 11 4002-8922"),
    "6100",
    "2",
    "SIP/default_0001",
)


class InstantVoiceDay(Acts):
    """Two calls at once, a pause during a call, a missed call's quarantine, a cut."""

    def acts(self) -> Sequence[Callable[[], None]]:
        return (
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
        )

    def queue_call(self) -> None:
        """A customer calls the queue: the screen pops, the agent answers."""
        call = self._players.ring(
            queue=self._cast.queue, caller=self._cast.customer.number, name=self._cast.customer.name
        )
        self._until(a_call_is("ALERTING"), "the call to ring")
        self._picture("screen-pop")
        self._players.sim("answer", call=call)
        self._until(agent_is("BUSY"), "the call to be answered")
        self._picture("on-a-call")

    def second_call(self) -> None:
        """A second customer rings while the first one talks, and gives up."""
        call = self._players.ring(agent=self._cast.agent, caller=self._cast.other.number)
        self._until(lambda s: len(s["calls"]) == 2, "the second call to ring")
        self._picture("second-call")
        self._players.sim("hangup", call=call, by="caller")
        self._until(lambda s: len(s["calls"]) == 1, "the second call to end")

    def transfer(self) -> None:
        """The first customer is transferred."""
        self._players.desk("call.transfer", number=self._cast.answering, wait=True)
        self._until(lambda s: not s["calls"], "the call to be transferred")
        self._picture("transferred")

    def pause_during_a_call(self) -> None:
        """A pause asked for during a call begins when the call ends."""
        call = self._players.ring(agent=self._cast.agent, caller=self._cast.customer.number)
        self._until(a_call_is("ALERTING"), "the call to ring")
        self._players.sim("answer", call=call)
        self._until(agent_is("BUSY"), "the call to be answered")
        self._players.desk("agent.pause", reason=self._cast.lunch)
        self._until(lambda s: s["agent"]["pending"] is not None, "the pause to be pending")
        self._picture("pause-pending")
        self._players.sim("hangup", call=call, by="caller")
        self._until(agent_is("NOT_READY"), "the pause to begin")
        self._picture("paused")
        self._players.desk("agent.ready", wait=True)

    def missed_queue_call(self) -> None:
        """A queue call is missed: the desk says until when no more calls come."""
        self._players.quarantine(self._cast.queue)
        call = self._players.ring(queue=self._cast.queue, caller=self._cast.other.number)
        self._until(a_call_is("ALERTING"), "the call to ring")
        self._players.sim("clock", advance=11)
        self._until(lambda s: not s["calls"], "the call to go on to another agent")
        self._players.sim("hangup", call=call, by="caller")
        self._until(lambda s: s["agent"]["note"] is not None, "the note about the quarantine")
        self._picture("missed-call")

    def broker_cut(self) -> None:
        """The link is lost in the middle of a call; the call is still there afterwards."""
        call = self._players.ring(agent=self._cast.agent, caller=self._cast.customer.number)
        self._until(a_call_is("ALERTING"), "the call to ring")
        self._players.sim("answer", call=call)
        self._until(agent_is("BUSY"), "the call to be answered")
        self._players.cut(seconds=6)
        self._until(lambda s: s["link"]["state"] != "UP", "the link to be lost")
        self._picture("link-lost")
        self._until(lambda s: s["link"]["state"] == "UP", "the link to come back", 60)
        self._until(a_call_is("CONNECTED"), "the call to be found again")
        self._picture("link-back")
        self._players.sim("hangup", call=call, by="caller")
        self._until(lambda s: not s["calls"], "the call to end")


DEMO: Final = Demo(CAST, InstantVoiceDay)
