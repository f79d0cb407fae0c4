from __future__ import annotations

from typing import Any

import msgspec
import pytest

from cti_desk.api import params as p


@pytest.mark.parametrize(
    ("given", "seconds"),
    [({}, None), ({"wait": True}, 10.0), ({"wait": False}, None), ({"wait": 30}, 30)],
)
def test_wait_is_true_or_seconds(given: dict[str, Any], seconds: float | None) -> None:
    assert msgspec.convert(given, p.Acting).wait_s == seconds


@pytest.mark.parametrize("wait", [0, -1, 601, "5", [], {}])
def test_other_waits_are_refused(wait: Any) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"wait": wait}, p.Acting)


def test_unknown_parameters_are_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="nummer"):
        msgspec.convert({"number": "1", "nummer": "2"}, p.DialParams)


@pytest.mark.parametrize("digits", ["0123456789*#", "AbCd"])
def test_digits_of_a_telephone(digits: str) -> None:
    assert msgspec.convert({"digits": digits}, p.DigitsParams).digits == digits
