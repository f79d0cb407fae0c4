import socket
from pathlib import Path

import pytest

from cti_desk.vendors.compass.simulator import prosody
from cti_desk.vendors.compass.simulator.certificate import write_certificate
from cti_desk.vendors.compass.simulator.prosody import Prosody, ProsodyError, find_program
from cti_desk.vendors.compass.simulator.prosody_config import Site
from tests.support.processes import listening


@pytest.fixture
def site(tmp_path: Path) -> Site:
    found = Site(tmp_path, ("uc.a.test",), ("pubsub.uc.a.test",), "pubsub.uc.a.test")
    write_certificate(found.certificate, tmp_path / "ca.pem", ["uc.a.test"])
    return found


def test_it_starts_ends_and_starts_again_where_it_was(site: Site) -> None:
    server = Prosody(site)
    try:
        server.start()
        first, ports = server.pid, server.ports
        assert all(listening(port) for port in (ports.xmpp, ports.web, ports.components))
        server.restart()
        assert server.ports == ports
        assert server.pid != first
    finally:
        server.kill()
    assert not listening(ports.xmpp)
    server.stop()


def test_only_loopback_is_served(site: Site) -> None:
    server = Prosody(site)
    server.start()
    try:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.2", server.ports.xmpp), timeout=1).close()
    finally:
        server.stop()


def test_a_server_that_does_not_start_is_told_with_its_last_words(site: Site) -> None:
    program = site.directory / "prosody"
    program.write_text("#!/bin/sh\necho 'no Lua today'\nexit 1\n")
    program.chmod(0o755)
    with pytest.raises(ProsodyError, match="no Lua today"):
        Prosody(site, str(program)).start()


def test_what_is_missing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ProsodyError, match=r"prosodyx is not installed.*apt-get install prosody"):
        find_program("prosodyx")
    monkeypatch.setattr(prosody, "MODULE_PATHS", (tmp_path,))
    with pytest.raises(ProsodyError, match=r"lacks its module privacy_lists.*prosody-modules"):
        find_program()
