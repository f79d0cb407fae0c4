"""How a declared call becomes a request."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.core.errors import UsageError
from cti_desk.switch_kit.http.endpoint import Wire
from cti_desk.vendors.compass.methods import ENDPOINTS

ORIGIN = "https://rest.example.com"


def wire(name: str, version: int = 3, **arguments: Any) -> Wire:
    endpoint = ENDPOINTS[name]
    return endpoint.request(endpoint.check(arguments), version, ORIGIN)


@pytest.mark.shows(
    "compass",
    "REST rule: references are absolute URLs",
)
def test_references_become_absolute_urls() -> None:
    found = wire("user.loginQueue", id=100, queue=270, priority=2, callForward=False)
    assert found == Wire(
        "POST",
        "/user/100/loginQueue",
        body={"queue": f"{ORIGIN}/queue/270", "priority": 2, "callForward": False},
    )


@pytest.mark.parametrize("yes", ["yes", "true", True])
def test_yes_is_true(yes: Any) -> None:
    assert wire("user.loginQueue", id=1, queue=2, callForward=yes).body == {
        "queue": f"{ORIGIN}/queue/2",
        "callForward": True,
    }


def test_the_object_may_be_given_by_its_url() -> None:
    found = wire("user.get", id=f"{ORIGIN}/user/100")
    assert found == Wire("GET", "/user/100")


def test_what_is_read_by_filter_has_a_query() -> None:
    found = wire("resourcesFiltered", type="company", id=7, filter="externalNumber")
    assert (found.path, found.query, found.body) == (
        "/company/7/resourcesFiltered",
        {"filter": "externalNumber"},
        None,
    )


def test_a_reference_in_a_query_is_absolute_too() -> None:
    found = wire("user.permission", 2, id=1, targetEntity=15)
    assert found.query == {"targetEntity": f"{ORIGIN}/company/15"}


@pytest.mark.parametrize(
    ("version", "body"),
    [
        (1, {"outboundCli": "", "extension": "201"}),
        (2, {"cli": None, "extension": f"{ORIGIN}/extension/201"}),
    ],
)
@pytest.mark.shows(
    "compass",
    "REST rule: null clears, in version 1 an empty text",
)
def test_versions_spell_and_clear_differently(version: int, body: dict[str, Any]) -> None:
    assert wire("identity.change", version, id=3, cli="", extension="201").body == body


def test_whole_numbers_are_numbers() -> None:
    assert wire("dpSwitch.change", id=100, currentSetting="2").body == {"currentSetting": 2}


@pytest.mark.parametrize("body", [{"a": [1]}, '{"a": [1]}'])
def test_an_unpublished_body_is_the_callers(body: Any) -> None:
    assert wire("user.setStatus", id=1, body=body).body == {"a": [1]}


@pytest.mark.parametrize("body", ["[]", "{", "7", "[" * 100_000])
def test_a_body_must_be_an_object(body: str) -> None:
    with pytest.raises(UsageError, match="body"):
        wire("user.setStatus", id=1, body=body)


def test_an_action_without_arguments_has_an_empty_body() -> None:
    assert wire("user.delete", id=100) == Wire("DELETE", "/user/100")


@pytest.mark.parametrize(
    ("name", "negotiated", "asked"),
    [
        ("user.get", 3, 3),
        ("user.get", 2, 2),
        ("identity.pauseQueue", 3, 2),
        ("user.setStatus", 2, 3),
        ("did.get", 3, 1),
        ("user.get", 4, 3),
    ],
)
def test_the_version_asked_for_is_the_nearest_that_has_the_call(
    name: str, negotiated: int, asked: int
) -> None:
    assert ENDPOINTS[name].version_for(negotiated) == asked


def test_an_unknown_argument_is_named() -> None:
    with pytest.raises(UsageError, match="Did you mean “queue”"):
        wire("user.loginQueue", id=1, queeu=2)


_NAMES = "id queue priority callForward body type filter destination cli"


@given(
    st.sampled_from(sorted(ENDPOINTS)),
    st.dictionaries(
        st.sampled_from(
            [
                "id",
                "queue",
                "priority",
                "callForward",
                "body",
                "type",
                "filter",
                "destination",
                "cli",
            ]
        ),
        st.one_of(st.text(max_size=8), st.booleans(), st.integers(), st.none()),
    ),
    st.sampled_from([1, 2, 3]),
)
def test_any_arguments_are_a_request_on_the_platform_or_refused(
    name: str, arguments: dict[str, Any], version: int
) -> None:
    try:
        found = wire(name, version, **arguments)
    except UsageError:
        return
    assert found.path.startswith("/")
    assert "//" not in found.path
    assert "/../" not in f"{found.path}/"
