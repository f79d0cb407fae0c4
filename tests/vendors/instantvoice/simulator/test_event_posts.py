"""Posted events, from the simulator's side to the receiver."""

from __future__ import annotations

import json
import tomllib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from ipaddress import ip_network
from pathlib import Path

import pytest

from cti_desk.simulator.client import ControlClient
from cti_desk.vendors.instantvoice.client.broker import Host
from cti_desk.vendors.instantvoice.client.event_receiver import EventReceiver
from cti_desk.vendors.instantvoice.client.listening import Listening
from cti_desk.vendors.instantvoice.messages.events import Event
from cti_desk.vendors.instantvoice.simulator import InstantVoiceSimulator
from cti_desk.vendors.instantvoice.simulator.event_posts import EventPoster, PostBy
from tests.support.waiting import until, wait_for

EVENT = {
    "direction": "Almoço & café",
    "callerid": "+5521",
    "type": "PAUSE",
    "uniqueid": "1.1",
    "agent": "default_1001",
}
TEMPLATE = (
    "/events?type=#TYPE#&agent=#AGENT#&direction=#DIRECTION#&callerid=#CALLERID#"
    "&uniqueid=#UNIQUEID#&queue=#QUEUENAME#"
)


@contextmanager
def posting(url: str, by: PostBy = "post") -> Iterator[EventPoster]:
    poster = EventPoster(url, by)
    poster.start()
    try:
        yield poster
    finally:
        poster.stop()


@asynccontextmanager
async def receiving(by_get: bool = False) -> AsyncIterator[tuple[str, list[Event]]]:
    heard: list[Event] = []
    senders = (ip_network("127.0.0.1"),)
    listening = Listening(Host("127.0.0.1", 0), senders=senders, by_get=by_get)
    async with EventReceiver(listening, heard.append) as receiver:
        yield f"http://{receiver.host}", heard


@pytest.mark.parametrize(
    ("target", "by"),
    [
        ("/events", "get"),
        ("/events", "post"),
        ("/events", "form"),
        ("/events?site=1", "post"),
        (TEMPLATE, "post"),
    ],
)
async def test_every_way_is_received(target: str, by: PostBy) -> None:
    by_get = EventPoster("http://127.0.0.1:1" + target, by).received_by()["events_get"]
    assert by_get == (by == "get" or "#" in target)
    async with receiving(by_get) as (url, heard):
        with posting(url + target, by) as poster:
            for number in range(3):
                poster.post(json.dumps({**EVENT, "uniqueid": f"1.{number}"}).encode())
            await until(lambda: poster.taken == 3)
    told = [{**event.fields(), "site": None} for event in heard]
    assert told == [{**EVENT, "uniqueid": f"1.{number}", "site": None} for number in range(3)]


def test_a_template_is_asked_for_by_get() -> None:
    poster = EventPoster("http://desk:8090/a?t=#TYPE#&x=#ODD#", "form")
    assert poster.request({"type": "PAUSE"}) == ("GET", "/a?t=PAUSE&x=#ODD#", None)
    assert (poster.host, poster.port, poster.path) == ("desk", 8090, "/a")


@pytest.mark.expected_log("refused with 404")
async def test_what_is_not_taken_is_lost_and_counted() -> None:
    async with receiving() as (url, heard):
        with posting(f"{url}/elsewhere") as poster:
            poster.post(b'{"type": "PAUSE"}')
            poster.post(b'{"type": "PA\xff\xfe{')
            await until(lambda: poster.lost == 2)
    assert not heard
    with posting(f"{url}/events") as poster:
        poster.post(b'{"type": "PAUSE"}')
        wait_for(lambda: poster.lost == 1)
        assert poster.taken == 0


@pytest.mark.parametrize("url", ["", "desk:8090", "https://desk/events", "http:///events"])
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(ValueError, match="is not an address such as"):
        EventPoster(url)


def test_stopping_waits_for_nothing() -> None:
    with posting("http://127.0.0.1:9/events") as poster:
        for _ in range(100):
            poster.post(b"{}")
    poster.stop()
    assert poster.taken == 0


async def test_the_simulators_events_are_posted(tmp_path: Path) -> None:
    async with receiving() as (url, heard):
        posts = EventPoster(f"{url}/events")
        made = InstantVoiceSimulator(posts=posts, transport="soap", profile_dir=tmp_path)
        with made as sim, ControlClient(sim.addresses["control"]) as control:
            control.call("agent", {"agent": "default_1002", "do": "login"})
            control.call("ring", {"agent": "default_1002", "from": "2198765456"})
            control.call("hangup", {"by": "caller"})
            kinds = ["LOGIN", "NEWCALL", "HANGUP"]
            await until(lambda: [event.type for event in heard] == kinds)
            assert {event.agent for event in heard} == {"default_1002"}
            assert heard[1].callerid == "2198765456"
            await until(lambda: control.call("stats")["events_posted"] == len(kinds))
            control.call("fault", {"kind": "garble", "what": "events", "count": 1})
            control.call("ring", {"agent": "default_1002", "from": "2198765456"})
            await until(lambda: control.call("stats")["events_not_taken"] == 1)
            values = tomllib.loads(sim.profile.read_text("utf-8"))
    assert f'"events_listen": "{url.removeprefix("http://")}"' in json.dumps(values)
    assert len(heard) == len(kinds)


def test_a_caller_whose_data_is_posted_is_not_hung_up(tmp_path: Path) -> None:
    posts = EventPoster("http://127.0.0.1:9/events")
    with (
        InstantVoiceSimulator(posts=posts, profile_dir=tmp_path) as sim,
        ControlClient(sim.addresses["control"]) as control,
    ):
        control.call("queue", {"queue": "7012", "requires_send_info": True})
        control.call("agent", {"agent": "default_1002", "do": "login"})
        call = control.call("ring", {"queue": "7012", "from": "219"})
        assert call in [one["id"] for one in control.call("state")["calls"]]
