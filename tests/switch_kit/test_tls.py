"""Each cause of a failed TLS connection has its own sentence, against real servers."""

from __future__ import annotations

import socket
import ssl
import time
import warnings
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from cti_desk.core.errors import SettingsError
from cti_desk.switch_kit.tls import Cause, client_context, explain, speaks_tls
from tests.support.tls_servers import Authority, server_context, serving, tls_server


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


def _failure(port: int, ca_file: Path | None, name: str = "localhost") -> Cause:
    """What a client is told that connects to a server at this port."""
    context = client_context(None if ca_file is None else str(ca_file))
    with (
        socket.create_connection(("127.0.0.1", port), 5) as plain,
        pytest.raises(OSError) as failed,  # noqa: PT011 - whatever it is, it is looked at
        context.wrap_socket(plain, server_hostname=name) as secure,
    ):
        secure.recv(1)  # TLS 1.3 tells some refusals after the handshake
    return explain("acd:1", failed.value, if_plain="Ask.")


def _told(certificate: Path, ca_file: Path | None, name: str = "localhost") -> str:
    with tls_server(server_context(certificate)) as port:
        cause = _failure(port, ca_file, name)
    assert cause.failure == "tls"
    return cause.reason


def test_a_good_certificate_is_accepted(authority: Authority) -> None:
    for system_too in (True, False):
        context = client_context(str(authority.file), system_too=system_too)
        with (
            tls_server(server_context(authority.issue())) as port,
            socket.create_connection(("127.0.0.1", port), 5) as plain,
            context.wrap_socket(plain, server_hostname="localhost") as secure,
        ):
            assert secure.version() in ("TLSv1.2", "TLSv1.3")


def test_an_expired_certificate_is_to_be_renewed(authority: Authority) -> None:
    told = _told(authority.issue(days=(-20, -10)), authority.file)
    assert "has expired" in told
    assert "renew" in told
    assert "ca_file" not in told


def test_a_certificate_of_tomorrow_asks_for_the_clock(authority: Authority) -> None:
    told = _told(authority.issue(days=(5, 10)), authority.file)
    assert "not valid yet" in told
    assert time.strftime("%Y-%m-%d") in told
    assert "ca_file" not in told


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1"])
def test_a_certificate_for_another_host_asks_for_the_address(
    authority: Authority, name: str
) -> None:
    told = _told(authority.issue("acd.example.com"), authority.file, name)
    assert "for another host" in told
    assert name in told
    assert "ca_file" not in told


def test_an_unknown_authority_asks_for_ca_file(authority: Authority, tmp_path: Path) -> None:
    certificate = authority.issue()
    for ca_file in (None, Authority(tmp_path).file):
        told = _told(certificate, ca_file)
        assert "authority is not known" in told
        assert "ca_file" in told


def test_a_weak_certificate_is_to_be_replaced(authority: Authority) -> None:
    told = _told(authority.issue(bits=1024), authority.file)
    assert "too weak" in told
    assert "ca_file" not in told


@pytest.mark.parametrize(
    ("code", "words"), [(67, "too weak"), (68, "too weak"), (23, "revoked"), (26, "not accepted")]
)
def test_other_faults_of_a_certificate(code: int, words: str) -> None:
    error = ssl.SSLCertVerificationError(1, "bad")
    error.verify_code, error.verify_message = code, "the library's words"
    told = explain("acd:1", error).reason
    assert words in told
    assert "ca_file" not in told


def test_an_old_tls_is_to_be_updated(authority: Authority) -> None:
    context = server_context(authority.issue())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    with tls_server(context) as port:
        cause = _failure(port, authority.file)
    assert cause.failure == "tls"
    assert "too old" in cause.reason
    assert "TLS 1.2" in cause.reason


def test_weak_encryption_is_to_be_strengthened(authority: Authority) -> None:
    context = server_context(authority.issue())
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("NULL-SHA256:@SECLEVEL=0")
    with tls_server(context) as port:
        assert "too weak" in _failure(port, authority.file).reason


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_server_may_want_a_certificate(authority: Authority, version: ssl.TLSVersion) -> None:
    context = server_context(authority.issue())
    context.minimum_version = context.maximum_version = version
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(authority.file)
    with tls_server(context) as port:
        assert "wants a certificate" in _failure(port, authority.file).reason


def test_a_server_without_tls_is_no_matter_of_certificates(authority: Authority) -> None:
    def speak_http(connection: socket.socket) -> None:
        connection.recv(1)
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        connection.recv(65536)

    with serving(speak_http) as port:
        cause = _failure(port, authority.file)
    assert cause == Cause("tls", "acd:1 does not speak TLS. Ask.")


def test_a_connection_may_end_or_fall_silent() -> None:
    assert "closed the connection" in explain("acd:1", ConnectionResetError()).reason
    assert "closed the connection" in explain("acd:1", ssl.SSLEOFError(8, "EOF")).reason
    assert explain("acd:1", TimeoutError()).failure == "timeout"
    assert explain("acd:1", ssl.SSLError(1, "odd")).failure == "tls"


# -- ca_file


def test_a_ca_file_may_be_saved_by_notepad(authority: Authority, tmp_path: Path) -> None:
    text = "Authority of the sité\r\n" + authority.pem.decode().replace("\n", "\r\n")
    for encoding in ("utf-8-sig", "utf-16"):
        file = tmp_path / encoding
        file.write_bytes(text.encode(encoding))
        for system_too in (True, False):
            found = client_context(str(file), system_too=system_too).get_ca_certs()
            assert any("Site authority" in str(each["subject"]) for each in found)


def test_a_ca_file_that_is_none_has_a_sentence_for_each_case(
    authority: Authority, tmp_path: Path
) -> None:
    der = authority.certificate.public_bytes(serialization.Encoding.DER)
    key = authority.issue().read_bytes().partition(b"-----BEGIN CERT")[0]
    damaged = authority.pem.replace(b"MII", b"!!!")
    cases = {
        b"": "is empty",
        b"hello": "is no PEM file",
        b"\xff\xfe\x00": "is no PEM file",
        der: "DER",
        key: "private key",
        damaged: "damaged",
    }
    file = tmp_path / "ca.pem"
    for data, words in cases.items():
        file.write_bytes(data)
        for system_too in (True, False):
            with pytest.raises(SettingsError, match=words) as refused:
                client_context(str(file), system_too=system_too)
            assert str(file) in str(refused.value)


@pytest.mark.parametrize("name", ["none.pem", ".", "a\0b"])
def test_a_ca_file_that_cannot_be_read_says_why(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match="ca_file cannot be read: "):
        client_context(f"{tmp_path}/{name}")


# -- does it speak TLS?


def test_a_tls_server_is_known_whatever_its_certificate(authority: Authority) -> None:
    with tls_server(server_context(authority.issue("other", days=(-9, -8)))) as port:
        assert speaks_tls("127.0.0.1", port, 5)


def test_a_tls_server_is_known_by_its_refusal(authority: Authority) -> None:
    context = server_context(authority.issue())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    with tls_server(context) as port:
        assert speaks_tls("127.0.0.1", port, 5)


def test_a_reason_without_a_name_is_known_by_its_words() -> None:
    """Debian 12's Python has no name for some reasons of its OpenSSL."""
    words = "[SSL] legacy sigalg disallowed or unsupported (_ssl.c:992)"
    assert "too old" in explain("acd:1", ssl.SSLError(1, words)).reason
    words = "[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1129)"
    assert "does not speak TLS" in explain("acd:1", ssl.SSLError(1, words)).reason
    assert "odd" in explain("acd:1", ssl.SSLError("odd")).reason


def test_others_do_not_speak_tls() -> None:
    def close(connection: socket.socket) -> None:
        connection.recv(1)

    def answer(connection: socket.socket) -> None:
        connection.recv(1)
        connection.sendall(b"ERROR\nmessage:what?\n\n\0")
        connection.recv(65536)

    for server in (close, answer):
        with serving(server) as port:
            assert not speaks_tls("127.0.0.1", port, 5)
    assert not speaks_tls("127.0.0.1", port, 5)  # nothing listens any more
    assert not speaks_tls("a" * 300, port, 5)
