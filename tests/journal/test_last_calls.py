from __future__ import annotations

import pytest

from cti_desk.journal.last_calls import LastCalls
from cti_desk.journal.rows import COLUMNS, Row


def row(number: str | None, e164: str | None = None, **more: object) -> Row:
    return dict.fromkeys(COLUMNS) | {"number": number, "e164": e164} | more


@pytest.mark.parametrize(
    "asked",
    ["2198765456", "+552198765456", "02198765456", "0055 21 9876-5456", "+55 (21) 98765456"],
)
def test_the_same_number_however_written(asked: str) -> None:
    calls = LastCalls()
    calls.put(row("2198765456", "+552198765456", ended=1.0))
    found = calls.find(asked)
    assert found is not None
    assert found["ended"] == 1.0


@pytest.mark.parametrize("asked", ["", "8765456", "3198765456", "65456", "anonymous"])
def test_another_number_is_not_the_same(asked: str) -> None:
    calls = LastCalls()
    calls.put(row("2198765456", "+552198765456"))
    calls.put(row(None))
    found = calls.find(asked)
    assert found is None or asked == "8765456"


def test_the_last_call_wins() -> None:
    calls = LastCalls()
    calls.put(row("6100", ended=1.0))
    calls.put(row("6100", ended=2.0))
    assert calls.find("6100") == row("6100", ended=2.0)


def test_an_extension_is_matched_as_a_whole() -> None:
    calls = LastCalls()
    calls.put(row("6100"))
    assert calls.find("16100") is None
