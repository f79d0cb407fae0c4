import threading
from pathlib import Path

import pytest

from cti_desk.vendors.compass.messages.elements import local_name
from cti_desk.vendors.compass.simulator.certificate import write_certificate
from cti_desk.vendors.compass.simulator.components import ComponentError, Components
from cti_desk.vendors.compass.simulator.prosody import Prosody
from cti_desk.vendors.compass.simulator.prosody_config import Site
from tests.support.waiting import wait_for

JIDS = ("phone.uc.a.test", "pubsub.uc.a.test")


@pytest.fixture
def server(tmp_path: Path):
    site = Site(tmp_path, ("uc.a.test",), JIDS, JIDS[1])
    write_certificate(site.certificate, tmp_path / "ca.pem", ["uc.a.test"])
    found = Prosody(site)
    found.start()
    yield found
    found.stop()


def test_one_component_hears_another(server: Prosody) -> None:
    heard: list[tuple[str, str]] = []
    both = Components(
        JIDS,
        server.secret,
        server.ports.components,
        lambda name, stanza: heard.append((name, local_name(stanza))),
    )
    both.start()
    try:
        both.send(JIDS[0], f"<message from='{JIDS[0]}' to='{JIDS[1]}'/>")
        wait_for(lambda: heard)
        assert heard == [(JIDS[1], "message")]
    finally:
        both.stop()
    both.stop()
    both.send(JIDS[0], "<message/>")


def test_work_is_done_in_order_on_their_own_thread(server: Prosody) -> None:
    both = Components(JIDS, server.secret, server.ports.components, lambda name, stanza: None)
    both.start()
    try:
        done: list[tuple[int, str]] = []
        for number in range(3):
            both.call(lambda number=number: done.append((number, threading.current_thread().name)))
        wait_for(lambda: len(done) == 3)
        assert done == [(number, "compass components") for number in range(3)]
    finally:
        both.stop()


def test_a_wrong_secret_is_told(server: Prosody, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cti_desk.vendors.compass.simulator.components._PATIENCE_S", 0.5)
    with pytest.raises(ComponentError):
        Components(JIDS, "wrong", server.ports.components, lambda name, stanza: None).start()
