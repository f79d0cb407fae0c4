"""The REST interface over TLS, as a browser or a library sees it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.support.compass_asked import ORIGIN
from tests.support.compass_rest_sim import Served

MEDIA = "application/vnd.iperity.compass.v{}+json"


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with Served() as one:
        yield one


@pytest.fixture
def rest(served: Served) -> Iterator[httpx.Client]:
    served.reset()
    with served.client() as client:
        yield client


def test_without_a_login_everything_is_refused(served: Served) -> None:
    served.reset()
    with served.client(auth=None) as client:
        answer = client.get("/user")
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Basic")
        assert client.get("/schema/schemas/v3.json").status_code == 401
    assert served.logins.stats()["login_attempts"] == 0


@pytest.mark.parametrize(
    "authorization", ["Basic ???", "Basic bm9jb2xvbg==", "Bearer x", "Basic", "Basic /w=="]
)
def test_a_login_that_is_none_is_refused(served: Served, authorization: str) -> None:
    served.reset()
    with served.client(auth=None) as client:
        answer = client.get("/user", headers={"Authorization": authorization})
    assert answer.status_code == 401
    assert served.logins.stats()["login_attempts"] == 1


def test_wrong_passwords_are_counted(served: Served, rest: httpx.Client) -> None:
    assert rest.get("/user", auth=("1001", "wrong")).status_code == 401
    assert rest.get("/user", auth=("nobody", served.password)).status_code == 401
    assert served.logins.stats()["refused_by"] == {"rest": 2}


def test_passwords_are_utf_8_and_names_may_be_jids(served: Served, rest: httpx.Client) -> None:
    for name in ("1001@uc.compass.localhost", "1005@example.localhost"):
        answer = rest.get("/user", auth=(name, served.password))
        assert answer.status_code == 303
    assert rest.get("/user", auth=("1005", served.password)).status_code == 401


def test_the_bootstrap_redirects_or_does_not(rest: httpx.Client) -> None:
    moved = rest.get("/user")
    assert moved.status_code == 303
    found = rest.get(moved.headers["location"]).json()
    assert found == rest.get("/user", headers={"X-No-Redirect": "true"}).json()
    assert rest.get("/company").headers["location"].endswith("/company/15")


@pytest.mark.parametrize(
    ("accept", "version"),
    [
        (MEDIA.format(1), 1),
        (MEDIA.format(2), 2),
        (f"{MEDIA.format(2)};q=0.5, {MEDIA.format(3)};q=0.9", 3),
        (f"{MEDIA.format(7)}, {MEDIA.format(1)};q=0.1", 1),
        ("*/*", 3),
        (f"{MEDIA.format(2)};q=1.2.3", 2),
        (f"{MEDIA.format(2)};q=., {MEDIA.format('9' * 500)}", 2),
    ],
)
def test_the_version_is_negotiated(rest: httpx.Client, accept: str, version: int) -> None:
    answer = rest.get("/user/8323001", headers={"Accept": accept})
    assert answer.headers["content-type"] == MEDIA.format(version)


def test_versions_that_are_not_served_are_406(served: Served, rest: httpx.Client) -> None:
    served.company.variants.versions = "1,2"
    assert rest.get("/user", headers={"Accept": MEDIA.format(3)}).status_code == 406
    assert rest.get("/user", headers={"Accept": "text/html"}).status_code == 406
    assert rest.get("/user", headers={"Accept": MEDIA.format(2)}).status_code == 303


def test_an_action_answers_with_nothing(served: Served, rest: httpx.Client) -> None:
    queue = str(rest.base_url.join("/queue/7012"))
    body = {"queue": queue, "priority": 1, "callForward": False}
    answer = rest.post("/user/8323001/loginQueue", json=body)
    assert (answer.status_code, answer.content) == (200, b"")
    assert "8323001" in served.company.exchange.world.queues["7012"].members


def test_methods_may_be_tunnelled(served: Served, rest: httpx.Client) -> None:
    for spelling in ("X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Header-Override"):
        answer = rest.post("/dpSwitch/100", json={"currentSetting": 2}, headers={spelling: "PATCH"})
        assert answer.status_code == 200
    served.company.variants.method_override = False
    headers = {"X-HTTP-Method-Override": "PATCH"}
    assert rest.post("/dpSwitch/100", json={}, headers=headers).status_code == 405


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"{", 400), (b"[]", 400), (b"\xff", 400), (b"{}", 400), (b" " * 1_100_000, 400)],
)
def test_bad_bodies_are_told(rest: httpx.Client, content: bytes, status: int) -> None:
    answer = rest.post("/user/8323001/dialNumber", content=content)
    assert answer.status_code == status
    assert answer.json()["message"]


@pytest.mark.parametrize(
    ("verb", "path", "body", "status"),
    [
        ("GET", "/nothing", None, 404),
        ("PUT", "/user/8323001", None, 405),
        ("POST", "/user/8323002/dialNumber", {"destination": "1"}, 403),
        ("POST", "/user/8323001/dialNumber", {"destination": "abc"}, 400),
        ("POST", "/user/8323001/dialUser", {"callee": "user/1"}, 400),
        ("GET", "/user/1", None, 404),
    ],
)
def test_refusals_have_the_documented_codes(
    rest: httpx.Client, verb: str, path: str, body: Any, status: int
) -> None:
    assert rest.request(verb, path, json=body).status_code == status


def test_a_missing_feature_is_403(served: Served, rest: httpx.Client) -> None:
    served.company.platform.account("8323001").rights -= {"queuePickup", "listenIn"}
    for name in ("pickupQueueCall", "listenIn"):
        answer = rest.post(f"/user/8323001/{name}", json={"callId": "1"})
        assert (answer.status_code, answer.json()["message"]) == (
            403,
            "That user feature is not enabled.",
        )


def test_the_schema_and_its_page(served: Served, rest: httpx.Client) -> None:
    found = rest.get("/schema/schemas/v3.json")
    assert found.json()["info"]["version"] == "v3"
    assert found.json()["servers"][0]["url"] == str(rest.base_url).rstrip("/")
    assert "/schema/schemas/v2.json" in rest.get("/schema").text
    assert rest.get("/schema/schemas/v4.json").status_code == 404
    served.company.variants.schema = False
    assert rest.get("/schema/schemas/v3.json").status_code == 403


def test_files_are_csv(rest: httpx.Client) -> None:
    answer = rest.get("/cdr/15/2017-04-20/company.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.text.startswith("call_id,")
    assert rest.get("/cdr/15/x/company.csv").status_code == 400


def test_any_web_page_may_ask(rest: httpx.Client) -> None:
    answer = rest.get("/user/8323001", headers={"Origin": "https://crm.example"})
    assert answer.headers["access-control-allow-origin"] == "*"


def test_who_comes_without_encryption_is_sent_away(served: Served) -> None:
    host, port = served.web.plain
    answer = httpx.get(f"http://{host}:{port}/user/100?a=b")
    assert (answer.status_code, answer.headers["location"]) == (308, f"{ORIGIN}/user/100?a=b")


def test_replies_can_fail(served: Served, rest: httpx.Client) -> None:
    faults = served.faults
    faults.add("refuse", {"what": "replies", "count": 1, "code": 503, "text": "busy"})
    answer = rest.get("/user/8323001")
    assert (answer.status_code, answer.json()["message"]) == (503, "busy")
    faults.add("refuse", {"what": "replies", "count": 1})
    assert rest.get("/user/8323001").status_code == 500
    faults.add("garble", {"what": "replies", "method": "user.get", "count": 1})
    with pytest.raises(ValueError, match=r"decode|Expecting|Unterminated"):
        rest.get("/user/8323001").json()
    for kind in ("silent", "drop"):
        faults.add(kind, {"what": "replies", "count": 1})
        with pytest.raises(httpx.ReadTimeout):
            rest.get("/user/8323001", timeout=0.2)
    assert rest.get("/user/8323001").status_code == 200


def test_a_delay_passes_with_the_exchanges_clock(served: Served, rest: httpx.Client) -> None:
    served.faults.add("delay", {"what": "replies", "seconds": 600, "count": 1})
    with served.passing(600):
        assert rest.get("/user/8323001").status_code == 200
