import pytest

from cti_desk.simulator.model import Cause, PauseReason
from cti_desk.simulator.observations import Kind, Observation
from cti_desk.vendors.instantvoice.simulator.translate import Translator
from cti_desk.vendors.instantvoice.simulator.variants import Variants


def told(kind: Kind, variants: Variants | None = None, **values) -> list[dict]:
    seen = Observation(kind, 0.0, **{"agent": "default_1001", "call": "1.2.3", **values})
    return Translator(variants or Variants()).events(seen)


def requested(kind: Kind, variants: Variants | None = None, **values) -> list[dict]:
    request = {"side": "caller", "origin": "request", "remote": "6100"}
    return told(kind, variants, **{**request, **values})


def test_a_call_from_outside() -> None:
    assert told(Kind.OFFERED, side="callee", origin="outside", remote="219") == [
        {
            "direction": "INBOUND",
            "callerid": "219",
            "type": "NEWCALL",
            "uniqueid": "1.2.3",
            "agent": "default_1001",
        }
    ]


def test_a_call_dialled_on_the_telephone() -> None:
    (event,) = told(Kind.DIALLED, side="caller", origin="phone", remote="6100")
    assert (event["type"], event["direction"], event["callerid"]) == ("NEWCALL", "OUTBOUND", "6100")
    assert told(Kind.REMOTE_RINGING, side="caller", origin="phone") == []


@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        (Kind.PROMPTED, "NEWCALL"),
        (Kind.PICKED_UP, "CONNECT"),
        (Kind.REMOTE_RINGING, "DNEWCALL"),
        (Kind.ANSWERED, "DCONNECT"),
        (Kind.ENDED, "HANGUP"),
    ],
)
def test_a_call_on_request(kind: Kind, type_: str) -> None:
    assert [event["type"] for event in requested(kind)] == [type_]


def test_the_second_leg_as_the_manual_leaves_it_open() -> None:
    other = Variants(second_leg_id=True, request_direction="INBOUND")
    (second,) = requested(Kind.REMOTE_RINGING, other)
    assert (second["uniqueid"], second["direction"]) == ("1.2.32", "INBOUND")
    assert requested(Kind.ENDED, other)[0]["uniqueid"] == "1.2.3"
    first = Variants(second_leg_first=True)
    assert [event["type"] for event in requested(Kind.PROMPTED, first)] == ["DNEWCALL", "NEWCALL"]
    assert requested(Kind.REMOTE_RINGING, first) == []


@pytest.mark.parametrize(
    ("where", "member", "direction"),
    [("reason", "BUSY", ""), ("direction", None, "BUSY"), ("none", None, "")],
)
def test_how_the_hangup_reason_travels(where, member, direction) -> None:
    (event,) = told(Kind.ENDED, Variants(hangup_reason=where), cause=Cause.BUSY, side="callee")
    assert (event.get("reason"), event["direction"]) == (member, direction)


def test_the_reason_after_a_transfer_on_request() -> None:
    (event,) = told(Kind.ENDED, cause=Cause.BLIND_TRANSFER, side="callee")
    assert event["reason"] == "BTRANSFER"
    unknown = Variants(transfer_reason="UNKNOWN")
    (event,) = told(Kind.ENDED, unknown, cause=Cause.BLIND_TRANSFER, side="callee")
    assert event["reason"] == "UNKNOWN"


def test_agent_events_and_the_pause_text_in_direction() -> None:
    (pause,) = told(Kind.PAUSED, reason=PauseReason("2", "Lunch"), call=None)
    assert (pause["type"], pause["direction"], pause["uniqueid"]) == ("PAUSE", "Lunch", "")
    kinds = (Kind.LOGGED_IN, Kind.LOGGED_OUT, Kind.UNPAUSED)
    assert [told(kind)[0]["type"] for kind in kinds] == ["LOGIN", "LOGOUT", "UNPAUSE"]


@pytest.mark.parametrize(
    "kind", [Kind.HELD, Kind.RETRIEVED, Kind.WRAP_UP, Kind.QUARANTINE, Kind.PENDING]
)
def test_what_instantvoice_never_tells(kind: Kind) -> None:
    assert told(kind, side="callee") == []
    assert told(Kind.QUEUED, agent=None) == []
