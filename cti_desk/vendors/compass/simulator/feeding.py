"""Calls of other users in bulk, for whoever wants to see how much a client can take."""

from __future__ import annotations

from collections.abc import Sequence

from cti_desk.vendors.compass.messages.callpoints import RINGING, ExternalPoint, UserPoint
from cti_desk.vendors.compass.messages.calls import Call
from cti_desk.vendors.compass.messages.notifications import CallEnd, CallStart
from cti_desk.vendors.compass.simulator.changes import SOURCE_HANGUP, Step
from cti_desk.vendors.compass.simulator.platform import Account


def step(number: int, accounts: Sequence[Account], now: float) -> Step:
    """Every even number begins a call, the odd one behind it ends it."""
    at = float(int(now))
    call_id = f"feed.{number // 2}"
    if number % 2:
        return (CallEnd(call_id, SOURCE_HANGUP, timestamp=at),)
    account = accounts[number // 2 % len(accounts)]
    caller = ExternalPoint(f"{2 * number}", RINGING, at, number="31614241111", name="31614241111")
    callee = UserPoint(
        f"{2 * number + 1}",
        RINGING,
        at,
        user_id=account.id,
        user_name=account.name,
        identity_id=account.identity,
    )
    return (CallStart(Call(call_id, caller, callee, RINGING), timestamp=at),)
