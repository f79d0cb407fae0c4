"""Reading a queue."""

from __future__ import annotations

import pytest

from cti_desk.core.errors import UsageError
from cti_desk.vendors.instantvoice.methods import METHODS
from tests.support.instantvoice_seed import built, example


@pytest.mark.shows(
    "instantvoice",
    "method QueueInfo over STOMP",
    "inconsistency: QueueInfo's JSON example shows QueueList",
)
def test_queue_info_names_its_queue_though_the_example_shows_queue_list() -> None:
    assert example("QueueInfo")[0] == "QueueList"
    sent = built("QueueInfo", accountcode="default", name="7012")
    assert sent == {**example("QueueInfo")[2], "name": "7012"}
    assert not METHODS["QueueInfo"].acting


@pytest.mark.parametrize(
    ("setting", "right", "wrong"),
    [
        ("sl_answeredbefore_1", 299, 300),
        ("sl_answeredbefore_2", 899, 900),
        ("sl_answeredbefore_3", 899, 900),
        ("joinempty", "no", "1"),
        ("timeout", 0, -1),
        ("name", "0015", "fifteen"),
    ],
)
def test_limits(setting: str, right: object, wrong: object) -> None:
    queue = {"accountcode": "default", "name": "7015"}
    METHODS["QueueAdd"].check({**queue, setting: right})
    with pytest.raises(UsageError, match=setting):
        METHODS["QueueAdd"].check({**queue, setting: wrong})
