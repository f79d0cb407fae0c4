from cti_desk.vendors.compass.messages.callpoints import ExternalPoint, ResourcePoint, UserPoint
from cti_desk.vendors.compass.messages.users import NOWHERE
from cti_desk.vendors.compass.simulator.view import OPEN_ENDED
from tests.support.compass_sim import ANNA, BRAM, EVA, START, Company


def test_users_are_told_with_their_memberships_and_phone() -> None:
    company = Company()
    company.platform.log_in(ANNA, "7012", 2, False)
    company.exchange.agents.log_out(BRAM)
    users = company.chronicle.view.users
    assert [(e.queue_id, e.priority, e.paused) for e in users[ANNA].queue_entries] == [
        ("7012", 2, False)
    ]
    assert (users[ANNA].location, users[BRAM].location) == ("275001", NOWHERE)
    assert (users[ANNA].compass_id, users[EVA].compass_id) == ("1001", "1005@example.localhost")


def test_a_queue_tells_who_waits() -> None:
    company = Company()
    first, second = company.ring("7012", "11"), company.ring("7012", "22")
    assert company.chronicle.view.queues["7012"].call_ids == (first.id, second.id)


def test_callpoints_keep_id_and_times_while_they_are_in_the_call() -> None:
    company = Company()
    call = company.ring(ANNA)
    before = company.chronicle.view.calls[call.id]
    company.advance(4)
    company.exchange.calls.answer(call.id)
    after = company.chronicle.view.calls[call.id]
    assert before.destination.id == after.destination.id != after.source.id
    assert (before.destination.time_created, before.destination.time_started) == (START, None)
    assert (after.destination.time_created, after.destination.time_started) == (START, START + 4)


def test_the_ends_say_who_they_are() -> None:
    company = Company()
    call = company.ring(ANNA)
    found = company.chronicle.view.calls[call.id]
    assert isinstance(found.source, ExternalPoint)
    assert found.source.number == found.source.name == "31614241111"
    assert isinstance(found.destination, UserPoint)
    assert (found.destination.user_id, found.destination.identity_id) == (ANNA, "7301")
    inside = company.exchange.calls.dial(BRAM, "6102")
    destination = company.chronicle.view.calls[inside.id].destination
    assert isinstance(destination, ResourcePoint)
    assert destination.resource_type == "extension"


def test_wrap_up_tells_its_call_and_its_end_unless_it_has_none() -> None:
    company = Company()
    queue = company.exchange.world.queues["7012"]
    company.in_queue(ANNA)
    for seconds, end in ((60, START + 60), (OPEN_ENDED, None)):
        queue.wrap_up_time = seconds
        call = company.ring("7012")
        company.exchange.calls.answer(call.id)
        company.exchange.calls.hang_up(call.id, "caller")
        wrap_up = company.chronicle.view.users[ANNA].wrap_up
        assert wrap_up is not None
        assert (wrap_up.call_id, wrap_up.end_time) == (call.id, end)
        company.platform.set_status(ANNA, "ALL", "")


def test_no_wrap_up_for_who_has_set_a_status() -> None:
    company = Company()
    company.exchange.world.queues["7012"].wrap_up_time = 60
    company.in_queue(ANNA)
    call = company.ring("7012")
    company.exchange.calls.answer(call.id)
    company.platform.set_status(ANNA, "ONLY_DIRECT", "Lunch")
    company.exchange.calls.hang_up(call.id, "caller")
    user = company.chronicle.view.users[ANNA]
    assert (user.receive_calls, user.display_status, user.wrap_up) == ("ONLY_DIRECT", "Lunch", None)
