"""Text messages and call-backs: taken and kept for whoever looks, never sent."""

from __future__ import annotations

from typing import Any, Final

from cti_desk.simulator.errors import Invalid
from cti_desk.vendors.instantvoice.simulator.platform import Platform

Given = dict[str, Any]


def send_sms(platform: Platform, given: Given) -> None:
    platform.check_account(given["accountcode"])
    digits = given["number"].removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        raise Invalid(f"{given['number']} is no telephone number.")
    platform.messages.append({"at": platform.exchange.time.now(), **given})


def new_call_back(platform: Platform, given: Given) -> None:
    platform.check_account(given["accountcode"])
    platform.call_backs.append({"at": platform.exchange.time.now(), **given})


METHODS: Final = {"SendSms": send_sms, "NewCallBack": new_call_back}
