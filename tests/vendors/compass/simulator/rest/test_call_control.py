import pytest

from cti_desk.vendors.compass.client.call_control import WORDS, call_control
from cti_desk.vendors.compass.client.schema import read_schema
from cti_desk.vendors.compass.simulator.rest.asked import RestError
from cti_desk.vendors.compass.simulator.rest.openapi import document
from tests.support.compass_asked import ORIGIN, Office
from tests.support.compass_sim import ANNA, BRAM


class Controlled(Office):
    def __init__(self) -> None:
        super().__init__()
        self.variants.call_control = True

    def do(self, name: str, call: str, user: str = ANNA, **more: str) -> None:
        self.ask("POST", f"/user/{user}/{name}", {"callId": call, **more}, user=user)


def test_a_call_is_answered_held_and_hung_up() -> None:
    office = Controlled()
    call = office.ring(ANNA).id
    for name in ("answerCall", "holdCall", "unholdCall", "hangupCall"):
        office.do(name, call)
    assert office.flow("X")[-4:] == [
        "STATE X ANSWERED: External ANSWERED -> User ANSWERED",
        "STATE X ANSWERED: External ANSWERED -> User INACTIVE",
        "STATE X ANSWERED: External ANSWERED -> User ANSWERED",
        "end X DESTINATION_HANGUP",
    ]


def test_a_ring_of_a_queue_is_answered_or_declined_by_its_own_id() -> None:
    office = Controlled()
    office.in_queue(ANNA, BRAM)
    call = office.ring("7012")
    rings = {leg.party.agent: leg.own_id or "" for leg in call.legs}
    office.do("hangupCall", rings[BRAM], user=BRAM)
    assert call.ringing(BRAM) is None
    office.do("answerCall", rings[ANNA])
    assert call.answered_at is not None


def test_transfers_with_and_without_asking() -> None:
    office = Controlled()
    call = office.ring(ANNA).id
    office.do("answerCall", call)
    office.do("transferCall", call, destination="1003")
    assert len(office.exchange.world.calls) == 2
    (second,) = set(office.exchange.world.calls) - {call}
    office.exchange.calls.hang_up(second, "callee")
    for end in ("cancelAttendedTransfer", "completeAttendedTransfer"):
        office.do("startAttendedTransfer", call, destination="1002")
        (second,) = set(office.exchange.world.calls) - {call}
        office.exchange.calls.answer(second)
        office.do(end, call if end.startswith("cancel") else second)
    assert list(office.exchange.world.calls) == [call]
    assert office.exchange.world.call(call).leg_of(BRAM) is not None


def test_only_own_calls_can_be_controlled() -> None:
    office = Controlled()
    call = office.ring(BRAM).id
    with pytest.raises(RestError, match="not in that call"):
        office.do("answerCall", call)
    mine = office.ring(ANNA).id
    office.do("answerCall", mine)
    with pytest.raises(RestError, match="No transfer"):
        office.do("completeAttendedTransfer", mine)


def test_a_desk_understands_all_of_them() -> None:
    schema = read_schema(document(3, ORIGIN, call_control=True))
    found = call_control(schema)
    assert found.reasons == {}
    assert found.recipes.keys() == {command.__name__ for command in WORDS}
    without = call_control(read_schema(document(3, ORIGIN, call_control=False)))
    assert without.recipes.keys() == {"PickupCall"}
