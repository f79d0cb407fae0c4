"""How a declared call becomes a request, whatever the telephone system."""

from __future__ import annotations

from typing import Any

import pytest

from cti_desk.core.errors import UsageError
from cti_desk.declarations.arguments import Argument
from cti_desk.declarations.methods import Method
from cti_desk.switch_kit.http.codecs import FORM_BODY, records
from cti_desk.switch_kit.http.endpoint import BODY, Endpoint, Verb, Wire, json_object

ID = Argument("id", "The object.", mandatory=True)
NAME = Argument("name", "Its name.")


def endpoint(verb: Verb = "PUT", **more: Any) -> Endpoint:
    arguments = more.pop("arguments", (ID, NAME))
    return Endpoint(Method("thing.set", arguments, section="Things"), verb, "/thing/{id}", **more)


def wire(declared: Endpoint, **arguments: Any) -> Wire:
    return declared.request(declared.check(arguments))


def test_the_path_takes_its_arguments_and_the_body_the_rest() -> None:
    assert wire(endpoint(), id="a b/c", name="x") == Wire(
        "PUT", "/thing/a%20b%2Fc", body={"name": "x"}
    )
    assert endpoint().name == "thing.set"
    assert endpoint().method.section == "Things"


def test_what_is_declared_for_the_query_stands_there() -> None:
    declared = endpoint("GET", query=("name",))
    assert wire(declared, id="1", name="x") == Wire("GET", "/thing/1", {"name": "x"})
    assert wire(declared, id="1") == Wire("GET", "/thing/1")


@pytest.mark.parametrize("verb", ["GET", "DELETE", "OPTIONS"])
def test_these_have_no_body(verb: Verb) -> None:
    assert wire(endpoint(verb), id="1", name="x").body is None


@pytest.mark.parametrize("body", [{"a": [1]}, '{"a": [1]}'])
def test_a_body_that_nobody_documents_is_given_whole(body: Any) -> None:
    declared = endpoint("PATCH", arguments=(ID, Argument(BODY, "As the platform wants it.")))
    assert wire(declared, id="1", body=body).body == {"a": [1]}


@pytest.mark.parametrize("text", ["{", "[1]", "[" * 100_000])
def test_what_is_no_object_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="body"):
        json_object(text)


def test_wrong_arguments_are_named() -> None:
    with pytest.raises(UsageError, match="nmae"):
        endpoint().check({"id": "1", "nmae": "x"})


@pytest.mark.parametrize(
    ("versions", "negotiated", "asked"),
    [((1, 2), 3, 2), ((1, 2, 3), 2, 2), ((3,), 2, 3), ((), 0, 0), ((), 2, 2)],
)
def test_the_version_is_the_negotiated_one_or_the_nearest(
    versions: tuple[int, ...], negotiated: int, asked: int
) -> None:
    assert endpoint(versions=versions).version_for(negotiated) == asked


def test_a_codec_and_a_shape_are_part_of_the_declaration() -> None:
    declared = endpoint(body=FORM_BODY, shape=records)
    assert (declared.body, declared.shape) == (FORM_BODY, records)
