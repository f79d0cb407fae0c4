from __future__ import annotations

from scripts.queue_situations import OFFICE, company


def test_a_company_has_as_many_as_it_is_asked_for() -> None:
    queues = company(20, 500, 100)
    assert len(queues) == 20
    assert sum(len(queue.members or ()) for queue in queues) == 500
    assert sum(len(queue.waiting or ()) for queue in queues) == 100
    assert sum(queue.member is True for queue in queues) == 2


def test_a_company_is_the_same_every_time() -> None:
    assert company(5, 20, 20) == company(5, 20, 20)


def test_an_office_has_own_queues_and_others() -> None:
    assert {queue.member for queue in OFFICE} == {True, False}
