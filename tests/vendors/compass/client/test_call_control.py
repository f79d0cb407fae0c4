"""Call control by the platform's description: used when everything in it is known, else not."""

from __future__ import annotations

import pytest

from cti_desk.core import commands
from cti_desk.vendors.compass.client.call_control import (
    NOT_LISTED,
    WORDS,
    Recipe,
    call_control,
)
from cti_desk.vendors.compass.client.schema import BodyField, Operation, Schema

ANSWER = commands.AnswerCall.__name__
TRANSFER = commands.SingleStepTransfer.__name__
NUMBER = BodyField("destination", True, "string")


def control(*operations: Operation) -> tuple[dict[str, Recipe], dict[str, str]]:
    found = call_control(Schema(operations))
    return found.recipes, found.reasons


def test_without_a_list_everything_has_a_reason() -> None:
    recipes, reasons = control()
    assert recipes == {}
    assert reasons == {command.__name__: NOT_LISTED for command in WORDS}


@pytest.mark.parametrize(
    ("operation", "request_", "names_call"),
    [
        (Operation("POST", "/call/{id}/answer"), ("/call/a%2F1/answer", None), True),
        (
            Operation("POST", "/user/{id}/answerCall", (BodyField("callId", True, "string"),)),
            ("/user/100/answerCall", {"callId": "a/1"}),
            True,
        ),
        (
            Operation("POST", "/users/{u}/calls/{c}/answer", (BodyField("note"),)),
            ("/users/100/calls/a%2F1/answer", None),
            True,
        ),
        (Operation("POST", "/user/{id}/answer"), ("/user/100/answer", None), False),
    ],
)
@pytest.mark.shows(
    "compass",
    "REST rule: call control as the platform's own description lists it",
)
def test_a_listed_call_becomes_a_request(
    operation: Operation, request_: tuple[str, object], names_call: bool
) -> None:
    recipes, reasons = control(operation)
    assert ANSWER not in reasons
    recipe = recipes[ANSWER]
    assert recipe.request({"user": "100", "call": "a/1"}) == request_
    assert recipe.names_call is names_call


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        (Operation("POST", "/phone/{id}/answer"), "not known here"),
        (Operation("POST", "/call/x{id}/answer"), "not known here"),
        (Operation("POST", "/call/{id}/answer", None), "does not say"),
        (Operation("POST", "/call/{id}/answer", (BodyField("mode", True),)), "“mode”"),
        (
            Operation("POST", "/user/{id}/answer", (BodyField("callId", True, "string", "uri"),)),
            "“callId”",
        ),
        (Operation("POST", "/call/{id}/answer", (NUMBER,)), "wants a number"),
        (Operation("GET", "/call/{id}/answer"), "lists no such call"),
        (Operation("POST", "/call/{id}/answerLater"), "lists no such call"),
    ],
)
def test_bodies_and_paths_are_never_guessed(operation: Operation, words: str) -> None:
    recipes, reasons = control(operation)
    assert recipes == {}
    assert words in reasons[ANSWER]


def test_a_transfer_needs_a_number() -> None:
    path = "/call/{id}/transfer"
    assert "takes no number" in control(Operation("POST", path))[1][TRANSFER]
    recipes, _ = control(Operation("POST", path), Operation("POST", path, (NUMBER,)))
    assert recipes[TRANSFER].needs == {"call", "number"}
    assert recipes[TRANSFER].request({"call": "1", "number": "200"}) == (
        "/call/1/transfer",
        {"destination": "200"},
    )


def test_a_queues_call_is_picked_up_by_the_user() -> None:
    call = (BodyField("callId", True, "string"),)
    recipes, reasons = control(
        Operation("POST", "/extension/{id}/pickupQueueCall", call),
        Operation("POST", "/user/{id}/pickupQueueCall", call),
    )
    name = commands.PickupCall.__name__
    assert name not in reasons
    assert recipes[name].request({"user": "100", "call": "a.1"}) == (
        "/user/100/pickupQueueCall",
        {"callId": "a.1"},
    )


def test_no_word_means_two_commands() -> None:
    words = [word for each in WORDS.values() for word in each]
    assert len(words) == len(set(words))
