"""The body of a status: read off the description or an answer, never guessed."""

from __future__ import annotations

from typing import Any

import pytest

from cti_desk.vendors.compass.client.schema import BodyField, Operation
from cti_desk.vendors.compass.client.status_body import StatusBody, from_answer, from_schema
from cti_desk.vendors.compass.messages import status

CHOICES = ("receiveAll", "receiveOnlyDirect", "receiveNone")
RECEIVES = BodyField("receiveCalls", True, "string", "", CHOICES)
TEXT = BodyField("displayStatus", False, "string")


def operation(*fields: BodyField) -> Operation:
    return Operation("POST", "/user/{id}/status", fields)


def test_the_descriptions_names_and_words_are_used() -> None:
    found = from_schema(operation(RECEIVES, TEXT))
    assert found is not None
    assert found.body(status.NONE, "Lunch") == {
        "receiveCalls": "receiveNone",
        "displayStatus": "Lunch",
    }


def test_without_a_text_there_is_none() -> None:
    found = from_schema(operation(RECEIVES))
    assert found is not None
    assert found.body(status.ALL, "Lunch") == {"receiveCalls": "receiveAll"}


@pytest.mark.parametrize(
    "fields",
    [
        (),
        (TEXT,),
        (BodyField("receiveCalls", True, "string"),),
        (BodyField("receiveCalls", True, "string", "", ("ALL", "SOME")),),
        (RECEIVES, BodyField("until", True)),
    ],
)
def test_what_is_not_known_makes_no_body(fields: tuple[BodyField, ...]) -> None:
    assert from_schema(operation(*fields)) is None
    assert from_schema(None) is None


@pytest.mark.parametrize(
    ("answer", "body"),
    [
        ({"receiveCalls": "ALL", "displayStatus": ""}, {"receiveCalls": "NONE"}),
        ({"receive_calls": "only_direct", "display_status": ""}, {"receive_calls": "none"}),
    ],
)
def test_an_answers_spelling_is_echoed(answer: dict[str, Any], body: dict[str, Any]) -> None:
    found = from_answer(answer)
    assert found is not None
    assert found.body(status.NONE) == {**body, found.text_member: ""}


def test_a_word_that_nobody_published_is_not_made_up() -> None:
    found = from_answer({"receiveCalls": "receiveAll"})
    assert isinstance(found, StatusBody)
    assert found.body(status.ONLY_DIRECT) == {"receiveCalls": "receiveOnlyDirect"}
    assert found.body(status.NONE) is None


@pytest.mark.parametrize("answer", [None, [], {}, {"receiveCalls": 7}, {"phone": "none"}])
def test_an_answer_may_say_nothing(answer: Any) -> None:
    assert from_answer(answer) is None
