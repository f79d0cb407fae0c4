"""Text messages and call-backs are kept for whoever looks."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.instantvoice_bench import Bench

SMS = {"Accountcode": "default", "Number": "552188283288", "Text": "Hi there!"}
BACK = {"Accountcode": "default", "Ruleid": "1", "Mcdu": "6100", "Originator": "2177277722"}


def test_both_are_kept_and_counted() -> None:
    bench = Bench()
    assert bench.data("SendSms", SMS) == "Successful SendSms"
    bench.data("NewCallBack", BACK, Language="pt_BR")
    told = bench.platform.details()
    (message,) = told["text_messages"]
    assert (message["number"], message["text"]) == ("552188283288", "Hi there!")
    (back,) = told["call_backs"]
    assert (back["mcdu"], back["originator"], back["language"]) == ("6100", "2177277722", "pt_BR")
    assert bench.service.requests == {"SendSms": 1, "NewCallBack": 1}


@pytest.mark.parametrize(
    ("method", "given", "code"),
    [
        ("SendSms", {**SMS, "Text": ""}, 1),
        ("SendSms", {**SMS, "Accountcode": "nowhere"}, 3),
        ("SendSms", {**SMS, "Number": "Maria"}, 5),
        ("NewCallBack", {**BACK, "Originator": ""}, 1),
        ("NewCallBack", {**BACK, "Accountcode": "nowhere"}, 3),
        ("NewCallBack", {**BACK, "Language": "de"}, 5),
        ("NewCallBack", {name.lower(): value for name, value in BACK.items()}, 1),
    ],
)
def test_codes(method: str, given: dict[str, Any], code: int) -> None:
    bench = Bench()
    assert bench.code(method, given) == code
    told = bench.platform.details()
    assert told["text_messages"] == told["call_backs"] == []
