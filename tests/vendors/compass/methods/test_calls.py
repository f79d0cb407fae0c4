"""Calls that are started or taken, and what must be bought for it."""

from __future__ import annotations

from cti_desk.switch_kit.http.endpoint import BODY
from cti_desk.vendors.compass.methods import ENDPOINTS


def test_paid_features_are_named() -> None:
    paid = {name: each.feature for name, each in ENDPOINTS.items() if each.feature}
    assert paid == {
        "user.pickupQueueCall": "Queue pickup API",
        "extension.pickupQueueCall": "Queue pickup API",
        "user.listenIn": "Listen in API",
    }


def test_bodies_that_nobody_published_are_asked_for_and_not_guessed() -> None:
    open_bodies = {
        name
        for name, each in ENDPOINTS.items()
        if any(argument.name == BODY for argument in each.method.arguments)
    }
    assert open_bodies == {
        "user.setStatus",
        "user.pickupQueueCall",
        "extension.pickupQueueCall",
        "user.listenIn",
    }
