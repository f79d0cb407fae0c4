"""What the exchange observes, as InstantVoice tells it: one JSON object an event (seed: events)."""

from __future__ import annotations

from typing import Any, Final

from cti_desk.simulator.model import Cause
from cti_desk.simulator.observations import Kind, Observation
from cti_desk.vendors.instantvoice.simulator.variants import Variants
from cti_desk.vendors.instantvoice.simulator.wire import REASONS

_AGENT_EVENTS: Final = {
    Kind.LOGGED_IN: "LOGIN",
    Kind.LOGGED_OUT: "LOGOUT",
    Kind.PAUSED: "PAUSE",
    Kind.UNPAUSED: "UNPAUSE",
}
_CALL_EVENTS: Final = {
    Kind.OFFERED: "NEWCALL",
    Kind.DIALLED: "NEWCALL",
    Kind.PROMPTED: "NEWCALL",
    Kind.PICKED_UP: "CONNECT",
    Kind.ANSWERED: "CONNECT",
    Kind.ENDED: "HANGUP",
}


class Translator:
    """Turns observations into events; hold, wrap-up, quarantine and queueing tell nothing."""

    def __init__(self, variants: Variants) -> None:
        self._variants = variants

    def events(self, seen: Observation) -> list[dict[str, Any]]:
        """The events of an observation, in order, each with its ``agent``."""
        if seen.agent is None:
            return []
        if seen.kind in _AGENT_EVENTS:
            # PAUSE carries the description of the pause in "direction" (documented).
            text = seen.reason.text if seen.reason is not None else ""
            return [_event(_AGENT_EVENTS[seen.kind], seen, direction=text, callerid="")]
        if seen.origin == "request" and seen.side == "caller":
            return self._requested(seen)
        if seen.kind not in _CALL_EVENTS:
            return []
        if seen.kind is Kind.ENDED:
            return [self._hangup(seen)]
        direction = "OUTBOUND" if seen.side == "caller" else "INBOUND"
        return [_event(_CALL_EVENTS[seen.kind], seen, direction=direction)]

    def _requested(self, seen: Observation) -> list[dict[str, Any]]:
        """A call made by NewCall: NEWCALL, CONNECT, DNEWCALL, DCONNECT, HANGUP."""
        direction = self._variants.request_direction
        first = self._variants.second_leg_first
        if seen.kind is Kind.PROMPTED:
            second = [self._second("DNEWCALL", seen)] if first else []
            return [*second, _event("NEWCALL", seen, direction=direction)]
        if seen.kind is Kind.PICKED_UP:
            return [_event("CONNECT", seen, direction=direction)]
        if seen.kind is Kind.REMOTE_RINGING:
            return [] if first else [self._second("DNEWCALL", seen)]
        if seen.kind is Kind.ANSWERED:
            return [self._second("DCONNECT", seen)]
        return [self._hangup(seen)] if seen.kind is Kind.ENDED else []

    def _second(self, kind: str, seen: Observation) -> dict[str, Any]:
        event = _event(kind, seen, direction=self._variants.request_direction)
        if self._variants.second_leg_id:
            event["uniqueid"] = f"{event['uniqueid']}2"
        return event

    def _hangup(self, seen: Observation) -> dict[str, Any]:
        reason = REASONS[seen.cause or Cause.UNKNOWN]
        if seen.cause is Cause.BLIND_TRANSFER:
            reason = self._variants.transfer_reason
        # "direction" is empty in the only HANGUP example, the reason's place is not documented.
        event = _event("HANGUP", seen, direction="")
        if self._variants.hangup_reason != "none":
            event[self._variants.hangup_reason] = reason
        return event


def _event(
    kind: str, seen: Observation, *, direction: str, callerid: str | None = None
) -> dict[str, Any]:
    return {
        "direction": direction,
        "callerid": (seen.remote or "") if callerid is None else callerid,
        "type": kind,
        "uniqueid": seen.call or "",
        "agent": seen.agent,
    }
