from cti_desk.vendors.compass.messages import notifications as n
from cti_desk.vendors.compass.messages.calls import Call
from cti_desk.vendors.compass.messages.members import QueueMember
from cti_desk.vendors.compass.simulator.reorder import can_turn, turned

X, Y = n.CallUpdate(Call("x"), "DESTINATION"), n.CallUpdate(Call("x"), "STATE")
LEAVE = n.QueueCallLeave("7012", "x")


def test_different_things_are_turned_round_one_thing_keeps_its_order() -> None:
    step = (X, LEAVE, Y)
    assert can_turn(step)
    assert turned(step) == (LEAVE, X, Y)


def test_what_is_about_one_thing_cannot_be_turned() -> None:
    assert not can_turn((X, Y))
    assert turned((X, Y)) == (X, Y)
    assert not can_turn((n.CallQueueExit("x", "key_1"), n.CallEnd("x", "SOURCE_HANGUP")))


def test_members_queues_and_users_are_different_things() -> None:
    member = QueueMember("7012", "8323001", 1)
    step = (n.MemberEnter(member), n.UserStatus("8323001"), n.QueueDestroy("7012"))
    assert turned(step) == step[::-1]
    assert not can_turn((n.MemberEnter(member), n.MemberLeave(member)))
