from cti_desk.vendors.compass.messages.notifications import CallEnd, CallStart
from cti_desk.vendors.compass.simulator.feeding import step
from tests.support.compass_sim import Company


def test_calls_begin_and_end_in_turn() -> None:
    users = list(Company().platform.users())
    (begin,), (end,) = step(6, users, 12.7), step(7, users, 12.7)
    assert isinstance(begin, CallStart)
    assert isinstance(end, CallEnd)
    assert begin.call.id == end.call_id == "feed.3"
    assert begin.call.destination.user_id == users[3].id  # type: ignore[attr-defined]
    assert begin.timestamp == 12.0
