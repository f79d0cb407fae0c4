"""Reading a queue."""

from __future__ import annotations

from cti_desk.vendors.instantvoice.methods import METHODS
from tests.support.instantvoice_seed import built, example


def test_queue_info_names_its_queue_though_the_example_shows_queue_list() -> None:
    assert example("QueueInfo")[0] == "QueueList"
    sent = built("QueueInfo", accountcode="default", name="7012")
    assert sent == {**example("QueueInfo")[2], "name": "7012"}
    assert not METHODS["QueueInfo"].acting
