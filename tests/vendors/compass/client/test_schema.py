"""A platform's description: both versions of OpenAPI, references, and broken ones."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.vendors.compass.client.schema import BodyField, Operation, Schema, read_schema

STATUS = {
    "type": "object",
    "required": ["receiveCalls"],
    "properties": {
        "receiveCalls": {"$ref": "#/components/schemas/Receive"},
        "displayStatus": {"type": "string"},
    },
}
VERSION_3 = {
    "openapi": "3.0.0",
    "servers": [{"url": "https://rest.example.com/"}],
    "paths": {
        "/user/{userId}/status": {
            "parameters": [],
            "get": {"summary": "Read"},
            "post": {"requestBody": {"content": {"application/x": {"schema": STATUS}}}},
        },
        "/user/{id}/odd": {"post": {"requestBody": {"content": {}}}},
    },
    "components": {"schemas": {"Receive": {"type": "string", "enum": ["ALL", "NONE"]}}},
}
VERSION_2 = {
    "swagger": "2.0",
    "basePath": "/api/",
    "paths": {
        "/call/{id}/answer": {"post": {"parameters": [{"in": "path", "name": "id"}]}},
        "/user/{id}/dial": {
            "post": {"parameters": [{"in": "body", "schema": {"$ref": "#/definitions/Dial"}}]}
        },
    },
    "definitions": {
        "Dial": {"allOf": [{"$ref": "#/definitions/Base"}, {"required": ["call", "number"]}]},
        "Base": {"properties": {"number": {"type": "string", "format": "uri"}}},
    },
}


def test_a_description_of_version_3_is_read() -> None:
    fields = (BodyField("receiveCalls", True, "string", "", ("ALL", "NONE")),)
    assert read_schema(VERSION_3) == Schema(
        (
            Operation("GET", "/user/{userId}/status", (), "Read"),
            Operation(
                "POST",
                "/user/{userId}/status",
                (*fields, BodyField("displayStatus", False, "string")),
            ),
            Operation("POST", "/user/{id}/odd", None),
        )
    )


def test_a_description_of_version_2_is_read() -> None:
    answer, dial = read_schema(VERSION_2).operations
    assert answer == Operation("POST", "/api/call/{id}/answer")
    assert dial.fields == (
        BodyField("number", True, "string", "uri"),
        BodyField("call", required=True),
    )
    assert answer.last == "answer"


def test_a_call_is_found_whatever_its_braces_say() -> None:
    schema = read_schema(VERSION_3)
    found = schema.find("POST", "/user/{id}/status")
    assert found is not None
    assert found.path == "/user/{userId}/status"
    assert schema.find("PATCH", "/user/{id}/status") is None


@pytest.mark.parametrize("reference", ["#/a", "#/nowhere/x", "https://evil.example/x", 7])
def test_references_in_circles_and_to_elsewhere_are_nothing(reference: object) -> None:
    document = {
        "a": {"$ref": "#/a"},
        "paths": {"/x": {"post": {"requestBody": {"$ref": reference}}}},
    }
    assert read_schema(document).operations == (Operation("POST", "/x", None),)


def test_a_composition_in_a_circle_ends() -> None:
    document: dict[str, Any] = {
        "a": {"allOf": 40 * [{"$ref": "#/a"}], "properties": {"b": {}}},
        "paths": {"/x": {"post": {"requestBody": {"content": {"j": {"schema": {"$ref": "#/a"}}}}}}},
    }
    assert read_schema(document).operations[0].fields == (BodyField("b"),)


_NAMES = """
paths /x/{id} post requestBody content schema $ref allOf properties required enum parameters in
servers url basePath
"""
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(_NAMES.split()), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(_JSON)
def test_any_document_is_read(document: Any) -> None:
    assert isinstance(read_schema(document), Schema)
    assert isinstance(read_schema({"paths": {"/x": {"post": document}}}), Schema)
    body = {"requestBody": {"content": {"j": {"schema": document}}}}
    assert isinstance(read_schema({"paths": {"/x": {"post": body}}}), Schema)
