import ssl
import stat
from pathlib import Path

from cti_desk.vendors.compass.simulator.certificate import write_certificate


def test_the_key_is_the_owners_and_clients_can_trust_it(tmp_path: Path) -> None:
    server, authority = tmp_path / "server.pem", tmp_path / "ca.pem"
    write_certificate(server, authority, ["uc.compass.localhost", "127.0.0.1"])
    assert stat.S_IMODE(server.stat().st_mode) == 0o600
    assert "PRIVATE KEY" not in authority.read_text()
    ssl.create_default_context(cafile=str(authority))
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(server)
