from __future__ import annotations

import pytest

from bench.model import Promise, Result, Row, Sample
from bench.run import table


@pytest.mark.parametrize(
    ("promise", "floor", "good", "bad", "words"),
    [
        (Promise(times=4), 12.0, 48.0, 48.1, "at most 4 x floor"),
        (Promise(times=1, plus=16), 5.0, 21.0, 21.1, "at most floor + 16"),
        (Promise(plus=0.3), None, 0.3, 0.31, "at most 0.3"),
        (Promise(times=0.8, at_least=True), 100.0, 80.0, 79.0, "at least 0.8 x floor"),
    ],
)
def test_what_keeps_a_promise(
    promise: Promise, floor: float | None, good: float, bad: float, words: str
) -> None:
    assert promise.kept(floor, good)
    assert not promise.kept(floor, bad)
    assert str(promise) == words


def row(promise: Promise) -> Row:
    return Row("thing", "ms", "one thing", promise, lambda lab: Sample(1.0, 1.0))


def test_medians_decide_and_the_table_says_so() -> None:
    result = Result(row(Promise(times=2)), [Sample(1.0, 2.0), Sample(9.0, 2.0), Sample(1.0, 99.0)])
    assert (result.floor, result.figure, result.ratio, result.kept) == (1.0, 2.0, 2.0, True)
    assert table([result]).splitlines()[2] == (
        "| thing | ms | 1 | 2 | 2 | at most 2 x floor | yes |"
    )


def test_a_row_that_could_not_be_measured_is_not_kept() -> None:
    result = Result(row(Promise(times=2)), fault="it rained")
    assert table([result]).splitlines()[2].endswith("| – | – | – | at most 2 x floor | NO |")
    assert result.as_json()["kept"] is False
