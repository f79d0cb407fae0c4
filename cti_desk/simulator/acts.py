"""A day at a telephone system: acts, and how they wait for what they are about.

Each act asks the simulator or the desk for something and waits until the desk shows it, so that
a picture taken after it shows what the act is about.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple, Protocol

from cti_desk.simulator.cast import Cast

ACT_S: Final = 15.0
Holds = Callable[[dict[str, Any]], bool]


class Players(Protocol):
    """A running simulator and a desk that is connected to it."""

    def sim(self, verb: str, **params: Any) -> Any:
        """Drive the simulator by a verb of its control API."""
        ...

    def desk(self, method: str, **params: Any) -> Any:
        """Call a method of the desk's API."""
        ...

    def ring(self, caller: str, **params: Any) -> str:
        """Let somebody call; returns the simulator's id of the call."""
        ...

    def cut(self, seconds: float, **what: Any) -> None:
        """Cut the link to the telephone system, or one of its doors, for so long."""
        ...

    def quarantine(self, queue: str) -> None:
        """Have agents who miss a call of this queue get no calls for a while."""
        ...

    def offers(self, command: str) -> bool:
        """Whether the agent can do this from the desk, for any call that there is."""
        ...

    def until(self, holds: Holds, what: str, seconds: float) -> object:
        """Wait until the desk's snapshot shows something; raise an error in words otherwise."""
        ...


class Acts:
    """Plays `acts` in order; ``picture(name)`` is called when there is something to see."""

    def __init__(
        self,
        players: Players,
        picture: Callable[[str], None],
        say: Callable[[str], None],
        cast: Cast,
    ) -> None:
        self._players = players
        self._picture = picture
        self._say = say
        self._cast = cast

    def acts(self) -> Sequence[Callable[[], None]]:
        """The day's acts; here those that any telephone system can play."""
        return (self.start, self.log_in, self.dial_out, self.log_out)

    def play(self) -> None:
        for act in self.acts():
            self._say(f"— {(act.__doc__ or '').splitlines()[0].rstrip('.')}")
            act()

    def start(self) -> None:
        """The desk starts and finds the agent logged out."""
        self._until(lambda s: s["link"]["state"] == "UP", "the link to come up")
        self._until(agent_is("LOGGED_OUT"), "the agent's state")
        self._picture("start")

    def log_in(self) -> None:
        """The agent logs in, with calls ringing at their telephone."""
        device = {"device": self._cast.device} if self._cast.device else {}
        self._players.desk("agent.login", **device, wait=True)
        self._until(agent_is("READY"), "the agent to be ready")
        self._picture("logged-in")

    def dial_out(self) -> None:
        """The agent dials: their own telephone rings first, then the other side."""
        cast = self._cast
        self._players.sim("phone", agent=cast.agent, auto_answer=False)
        self._players.desk("call.dial", number=cast.answering)
        self._until(lambda s: bool(s["calls"]), "the agent's telephone to ring")
        self._picture("dialling-own-leg")
        self._players.sim("answer", agent=cast.agent)
        self._until(a_call_is("CONNECTED", remote="CONNECTED"), "the other side to answer")
        self._picture("dialled")
        self._hang_up()

    def log_out(self) -> None:
        """The agent logs out."""
        self._players.desk("agent.logout", wait=True)
        self._until(agent_is("LOGGED_OUT"), "the agent to be logged out")
        self._picture("logged-out")

    def _hang_up(self) -> None:
        """By the desk where it can, else on the telephone."""
        if self._players.offers("ClearCall"):
            self._players.desk("call.hangup", wait=True)
        else:
            self._players.sim("hangup", agent=self._cast.agent, by="callee")
        self._until(lambda s: not s["calls"], "the call to end")

    def _until(self, holds: Holds, what: str, seconds: float = ACT_S) -> None:
        self._players.until(holds, what, seconds)


def agent_is(state: str) -> Holds:
    """A test of a snapshot: the agent's state."""
    return lambda snapshot: bool(snapshot["agent"]["state"] == state)


def a_call_is(local: str, remote: str | None = None) -> Holds:
    """A test of a snapshot: one call's local (and remote) connection state."""

    def holds(snapshot: dict[str, Any]) -> bool:
        return any(
            call["local_state"] == local and (remote is None or call["remote_state"] == remote)
            for call in snapshot["calls"]
        )

    return holds


class Demo(NamedTuple):
    """What `cti-desk demo` plays at a telephone system: these people, and their day."""

    cast: Cast
    day: type[Acts] = Acts
