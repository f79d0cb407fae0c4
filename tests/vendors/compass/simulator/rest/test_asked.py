import pytest

from cti_desk.vendors.compass.simulator.platform import READ, WRITE
from cti_desk.vendors.compass.simulator.rest.asked import RestError
from tests.support.compass_asked import Office, url
from tests.support.compass_sim import ANNA, BRAM


def test_references_are_absolute_urls_on_the_own_host() -> None:
    office = Office()
    asked = office.asked(body={"queue": url("queue", "7012"), "none": None})
    assert asked.reference("queue", "queue") == "7012"
    assert asked.reference("none", "queue") is None
    with pytest.raises(RestError, match="missing"):
        asked.needed("none", "queue")


@pytest.mark.parametrize(
    "value",
    ["queue/7012", "/queue/7012", "", 7012, "https://evil/queue/1", "http://[", url("user", "1")],
)
def test_from_version_2_on_nothing_else_is_taken(value: object) -> None:
    with pytest.raises(RestError) as caught:
        Office().asked(body={"queue": value}).reference("queue", "queue")
    assert caught.value.status == 400


def test_version_1_takes_relative_ones_and_empty_texts() -> None:
    asked = Office().asked(version=1, body={"a": "queue/7012", "b": "/Queue/7012", "c": ""})
    found = [asked.reference(name, "queue") for name in "abc"]
    assert found == ["7012", "7012", None]


def test_rights_are_read_and_write_and_only_for_oneself() -> None:
    office = Office()
    own, other = (office.asked(places={"id": user}) for user in (ANNA, BRAM))
    assert own.user(WRITE).id == ANNA
    assert other.user(READ).id == BRAM
    with pytest.raises(RestError, match="write right on that user"):
        other.user(WRITE)
    office.platform.account(ANNA).rights.clear()
    with pytest.raises(RestError, match="no read right"):
        own.user(READ)


def test_what_is_not_there_is_not_found() -> None:
    asked = Office().asked(places={"id": "1"})
    for find in (asked.user, asked.identity, asked.read_company):
        with pytest.raises(RestError) as caught:
            find()
        assert caught.value.status == 404


def test_texts_and_queries_must_be_there() -> None:
    asked = Office().asked(body={"a": 1}, query={"b": "x"})
    with pytest.raises(RestError, match="a must be a text"):
        asked.text("a")
    with pytest.raises(RestError, match="absolute"):
        asked.queried("b", "company")
    with pytest.raises(RestError, match="c is missing"):
        asked.queried("c", "company")
