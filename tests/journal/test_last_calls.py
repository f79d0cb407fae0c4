from __future__ import annotations

import pytest

from cti_desk.journal.last_calls import SHOWN, LastCalls
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
    calls.put(row("6100", ended=1.0, root_id="7"))
    calls.put(row("6100", ended=2.0, root_id="8", outcome="answered", duration_s=3.5))
    values = (2.0, 3.5, "answered", None, "8")
    assert calls.find("6100") == dict(zip(SHOWN, values, strict=True))


def test_an_extension_is_matched_as_a_whole() -> None:
    calls = LastCalls()
    calls.put(row("6100"))
    assert calls.find("16100") is None


def test_callers_with_the_same_last_digits_are_told_apart() -> None:
    calls = LastCalls()
    calls.put(row("030 1234567", "+49301234567", ended=1.0, root_id="1"))
    calls.put(row("040 1234567", "+49401234567", ended=2.0, root_id="2"))
    for asked, ended in (("0301234567", 1.0), ("+49301234567", 1.0), ("0049401234567", 2.0)):
        found = calls.find(asked)
        assert found is not None
        assert found["ended"] == ended


def test_its_own_earlier_rings_are_not_a_callers_last_time() -> None:
    calls = LastCalls()
    calls.put(row("2198765456", ended=1.0, root_id="7"))
    calls.put(row("2198765456", ended=2.0, root_id="8", outcome="missed"))
    calls.put(row("2198765456", ended=3.0, root_id="8", outcome="missed"))
    found = calls.find("2198765456", but_not="8")
    assert found is not None
    assert found["ended"] == 1.0
    newest = calls.find("2198765456")
    assert newest is not None
    assert newest["ended"] == 3.0
    assert calls.find("2198765456", but_not="7") == newest


def test_the_callers_heard_of_last_are_remembered() -> None:
    calls = LastCalls(most=100)
    for number in range(1_000):
        calls.put(row(f"21987{number:05}", root_id=str(number)))
        calls.put(row("6100", root_id="x"))
    assert len(calls) == 100
    assert calls.find("2198700999") is not None
    assert calls.find("2198700001") is None
    assert calls.find("6100") is not None


def test_many_with_the_same_last_digits_are_bounded_too() -> None:
    calls = LastCalls()
    for number in range(1_000):
        calls.put(row(f"{number}1234567", root_id=str(number), outcome="missed"))
    assert len(calls) == 1
    assert len(calls._callers[1234567]) < 2_000
