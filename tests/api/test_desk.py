from __future__ import annotations

import msgspec

from cti_desk.api.desk import CheckItem, DeskPort
from tests.support.fake_desk import FakeDesk


def test_the_tests_desk_has_all_that_the_api_asks_for() -> None:
    asked = {name for name in vars(DeskPort) if not name.startswith("_")}
    assert asked <= set(dir(FakeDesk))


def test_an_answer_of_the_check_is_plain_json() -> None:
    item = CheckItem("link", "blocking", "No link.")
    assert msgspec.to_builtins(item) == {"what": "link", "state": "blocking", "text": "No link."}
