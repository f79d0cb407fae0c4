"""References to objects: made from whatever people have at hand, and never to another host."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.core.errors import UsageError
from cti_desk.switch_kit.http.origins import Origins
from cti_desk.vendors.compass.methods.references import absolute, object_id

ORIGIN = "https://rest.example.com"
LOCAL = "https://127.0.0.1:8443"


@pytest.mark.parametrize(
    "given_as",
    [
        "270",
        " 270 ",
        "queue/270",
        "/queue/270",
        "/Queue/270/",
        f"{ORIGIN}/queue/270",
        "http://rest.example.com/queue/270",
        "https://REST.example.com:443/queue/270",
    ],
)
def test_an_object_is_named_by_its_absolute_url(given_as: str) -> None:
    assert absolute(given_as, "queue", ORIGIN) == f"{ORIGIN}/queue/270"


@pytest.mark.parametrize(
    "given_as",
    [
        "https://evil.example/queue/270",
        "ftp://rest.example.com/queue/270",
        "/user/270",
        "/queue/",
        "https://rest.example.com:8443/queue/270",
        "https://u@rest.example.com/queue/270",
        "https://rest.example.com.evil.example/queue/1",
        "//evil.example/queue/1",
        "http://[/",
    ],
)
def test_other_hosts_and_other_types_are_refused(given_as: str) -> None:
    with pytest.raises(UsageError, match=r"nothing is sent|is no|names no"):
        absolute(given_as, "queue", ORIGIN)


def test_a_port_is_part_of_the_host() -> None:
    assert absolute("http://127.0.0.1/queue/2", "queue", LOCAL) == f"{LOCAL}/queue/2"
    with pytest.raises(UsageError):
        absolute("https://127.0.0.1:9/queue/2", "queue", LOCAL)


def test_ids_are_quoted() -> None:
    assert absolute("a b", "queue", ORIGIN) == f"{ORIGIN}/queue/a%20b"


@pytest.mark.parametrize("given_as", ["100", "/user/100", f"{ORIGIN}/user/100?x=1"])
def test_an_id_is_read_from_whatever_names_the_object(given_as: str) -> None:
    assert object_id(given_as, ORIGIN) == "100"


@pytest.mark.parametrize("given_as", ["", "..", "https://evil.example/user/1"])
def test_what_names_nothing_is_refused(given_as: str) -> None:
    with pytest.raises(UsageError):
        object_id(given_as, ORIGIN)


@given(st.text(), st.sampled_from(["https://", "http://", "//", ""]))
def test_a_reference_is_never_to_another_host(text: str, scheme: str) -> None:
    try:
        found = absolute(scheme + text, "queue", ORIGIN)
    except UsageError:
        return
    assert found.startswith(f"{ORIGIN}/queue/")


# -- a platform that is reached by another address than its name


@pytest.mark.parametrize(
    "given_as", ["270", "/queue/270", f"{ORIGIN}/queue/270", f"{LOCAL}/queue/270"]
)
@pytest.mark.parametrize("spoken", [ORIGIN, LOCAL])
def test_both_names_mean_the_platform_and_one_is_spoken(given_as: str, spoken: str) -> None:
    origins = Origins((LOCAL, ORIGIN), spoken)
    assert absolute(given_as, "queue", origins) == f"{spoken}/queue/270"
    assert object_id(given_as, origins) == "270"
