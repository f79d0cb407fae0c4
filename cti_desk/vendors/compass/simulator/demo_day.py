"""The call day at Compass: calls are handled on the telephone, and the desk shows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from cti_desk.simulator.acts import Acts, Demo, a_call_is, agent_is
from cti_desk.simulator.cast import Cast, Person

WRAP_UP_S: Final = 60
DOWN_S: Final = 6

CAST: Final = Cast(
    "1001",
    ("1002", "1003"),
    "7012",
    Person("Maria de Jong", "31614241111", "+31 6 14241111"),
    Person("Bakkerij Zonneveld", "31201234999", "+31 20 123 4999"),
    "6100",
    "Lunch",
)


class CompassDay(Acts):
    """A queue that rings several at once, hold, transfer, wrap-up, statuses, half a link."""

    def acts(self) -> Sequence[Callable[[], None]]:
        return (
            self.start,
            self.log_in,
            self.queue_call,
            self.hold,
            self.transfer,
            self.answered_elsewhere,
            self.wrap_up,
            self.pause,
            self.do_not_disturb,
            self.dial_out,
            self.missed_call,
            self.events_cut,
            self.log_out,
        )

    def queue_call(self) -> None:
        """A customer calls the queue: three telephones ring, the agent is the first."""
        cast = self._cast
        for colleague in cast.colleagues:
            self._players.sim("agent", agent=colleague, do="join", queue=cast.queue)
        call = self._players.ring(
            queue=cast.queue, caller=cast.customer.number, name=cast.customer.name
        )
        self._until(a_call_is("ALERTING"), "the call to ring")
        self._picture("screen-pop")
        self._players.sim("answer", call=call, agent=cast.agent)
        self._until(agent_is("BUSY"), "the call to be answered")
        self._picture("on-a-call")

    def hold(self) -> None:
        """The agent presses the hold key of their telephone."""
        self._players.sim("hold", agent=self._cast.agent)
        self._until(a_call_is("HELD"), "the call to be held")
        self._picture("on-hold")
        self._players.sim("retrieve", agent=self._cast.agent)
        self._until(a_call_is("CONNECTED"), "the call to be taken back")

    def transfer(self) -> None:
        """The customer is transferred with the telephone's keys."""
        self._players.sim("transfer", agent=self._cast.agent, to=self._cast.answering)
        self._until(lambda s: not s["calls"], "the call to be transferred")
        self._picture("transferred")

    def answered_elsewhere(self) -> None:
        """The next customer is answered by a colleague: not a missed call."""
        cast = self._cast
        call = self._players.ring(queue=cast.queue, caller=cast.other.number)
        self._until(a_call_is("ALERTING"), "the call to ring")
        self._picture("ringing-at-several")
        self._players.sim("answer", call=call, agent=cast.colleagues[0])
        self._until(lambda s: not s["calls"], "the ringing to end")
        self._picture("answered-elsewhere")
        self._players.sim("hangup", call=call, by="caller")

    def wrap_up(self) -> None:
        """After a queue's call there is time to write down what was said."""
        self._players.sim("queue", queue=self._cast.queue, wrap_up_time=WRAP_UP_S)
        call = self._talk(queue=self._cast.queue)
        self._players.sim("hangup", call=call, by="caller")
        self._until(agent_is("WORKING_AFTER_CALL"), "wrap-up to begin")
        self._picture("wrap-up")
        self._players.desk("agent.end_wrap_up", wait=True)
        self._until(agent_is("READY"), "wrap-up to end")
        self._players.sim("queue", queue=self._cast.queue, wrap_up_time=0)

    def pause(self) -> None:
        """During a pause no queue rings, but whoever has the agent's number still can."""
        self._players.desk("agent.pause", reason=self._cast.lunch, wait=True)
        self._until(agent_is("NOT_READY"), "the pause to begin")
        self._picture("paused")
        call = self._players.ring(agent=self._cast.agent, caller=self._cast.other.number)
        self._until(a_call_is("ALERTING"), "the direct call to ring")
        self._picture("direct-call")
        self._players.sim("hangup", call=call, by="caller")
        self._until(lambda s: not s["calls"], "the direct call to end")
        self._players.desk("agent.ready", wait=True)

    def do_not_disturb(self) -> None:
        """Nobody at all gets through."""
        self._players.desk("agent.dnd", on=True, wait=True)
        self._until(lambda s: s["agent"]["do_not_disturb"] is True, "do-not-disturb")
        self._picture("do-not-disturb")
        self._players.desk("agent.dnd", on=False, wait=True)
        self._until(agent_is("READY"), "the agent to be ready again")

    def missed_call(self) -> None:
        """A customer gives up before anybody answers; the next time, the desk remembers."""
        for scene in (None, "missed-before"):
            call = self._players.ring(agent=self._cast.agent, caller=self._cast.customer.number)
            self._until(a_call_is("ALERTING"), "the call to ring")
            if scene:
                self._picture(scene)
            self._players.sim("hangup", call=call, by="caller")
            self._until(lambda s: not s["calls"], "the call to end")

    def events_cut(self) -> None:
        """The XMPP server fails: the desk says which half still works, and catches up."""
        call = self._talk(agent=self._cast.agent)
        self._players.cut(DOWN_S, method="prosody")
        self._until(_half_works, "the link to be half lost")
        self._picture("half-a-link")
        self._until(lambda s: s["link"]["state"] == "UP", "the link to come back", 60)
        self._until(a_call_is("CONNECTED"), "the call to be found again")
        self._picture("link-back")
        self._players.sim("hangup", call=call, by="caller")
        self._until(lambda s: not s["calls"], "the call to end")

    def _talk(self, **to: str) -> str:
        """Have the customer call and the agent answer; return the call."""
        call = self._players.ring(caller=self._cast.customer.number, **to)
        self._until(a_call_is("ALERTING"), "the call to ring")
        self._players.sim("answer", call=call, agent=self._cast.agent)
        self._until(agent_is("BUSY"), "the call to be answered")
        return call


def _half_works(snapshot: dict[str, Any]) -> bool:
    link = snapshot["link"]
    return bool(link["state"] == "DOWN" and link["reason"])


DEMO: Final = Demo(CAST, CompassDay)
