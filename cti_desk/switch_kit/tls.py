"""TLS for every telephone system: makes a connection's context, and says in words why one failed.

Each cause has a sentence of its own, because different people can mend them: an expired certificate
the site's administrator, a wrong clock or ``ca_file`` the user of this computer.
"""

from __future__ import annotations

import codecs
import re
import socket
import ssl
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from msgspec import Struct

from cti_desk.core.errors import SettingsError
from cti_desk.core.link import Failure

_LARGEST_CA_FILE: Final = 16_000_000
_BLOCK: Final = re.compile(
    r"-----BEGIN (?:X509 )?CERTIFICATE-----.*?-----END (?:X509 )?CERTIFICATE-----", re.DOTALL
)

OTHER_NAME: Final = (62, 64)
"""``verify_code`` of a certificate that is good, but for another host name or address."""
_UNKNOWN_AUTHORITY: Final = (2, 18, 19, 20, 21, 27)
_TOO_WEAK: Final = (66, 67, 68)
_NOT_YET_VALID: Final = 9
_EXPIRED: Final = 10
_REVOKED: Final = 23

_WORDS: Final = re.compile(r"\[SSL[^\]]*\] ([\w ]+) \(_ssl\.c:")

_NO_TLS: Final = frozenset(
    {
        "WRONG_VERSION_NUMBER",
        "PACKET_LENGTH_TOO_LONG",
        "BAD_RECORD_TYPE",
        "HTTP_REQUEST",
        "HTTPS_PROXY_REQUEST",
        "UNKNOWN_PROTOCOL",
        "RECORD_LAYER_FAILURE",
    }
)
_TOO_OLD: Final = frozenset(
    {
        "LEGACY_SIGALG_DISALLOWED_OR_UNSUPPORTED",  # TLS 1.1 signs with MD5 and SHA-1
        "UNSUPPORTED_PROTOCOL",
        "VERSION_TOO_LOW",
        "NO_PROTOCOLS_AVAILABLE",
        "WRONG_SSL_VERSION",
        "TLSV1_ALERT_PROTOCOL_VERSION",
        "UNSAFE_LEGACY_RENEGOTIATION_DISABLED",
    }
)
_WEAK_REASONS: Final = frozenset(
    {
        "EE_KEY_TOO_SMALL",
        "CA_KEY_TOO_SMALL",
        "CA_MD_TOO_WEAK",
        "DH_KEY_TOO_SMALL",
        "BAD_DH_VALUE",
        "NO_CIPHERS_AVAILABLE",
        "NO_SHARED_CIPHER",
        "WRONG_SIGNATURE_TYPE",
        "NO_SUITABLE_SIGNATURE_ALGORITHM",
        "TLSV1_ALERT_INSUFFICIENT_SECURITY",
    }
)
_WANTS_CERTIFICATE: Final = frozenset(
    {"TLSV13_ALERT_CERTIFICATE_REQUIRED", "SSLV3_ALERT_BAD_CERTIFICATE"}
)
_NOTHING_IN_COMMON: Final = frozenset(
    {"SSLV3_ALERT_HANDSHAKE_FAILURE", "SSL/TLS_ALERT_HANDSHAKE_FAILURE"}
)
_UNKNOWN_NAME: Final = frozenset({"TLSV1_UNRECOGNIZED_NAME", "SSL/TLS_ALERT_UNRECOGNIZED_NAME"})


class Cause(Struct, frozen=True):
    """Why a connection failed: ``failure`` for the link policy, ``reason`` as a sentence."""

    failure: Failure
    reason: str


def client_context(ca_file: str | None = None, *, system_too: bool = True) -> ssl.SSLContext:
    """A context that checks certificates and names. It takes time to make: use a worker thread.

    ``ca_file`` is a PEM file of the site's own authority. With ``system_too`` the authorities that
    this computer trusts are trusted, too; otherwise only that file is. Raises `SettingsError`.
    """
    if not ca_file:
        return ssl.create_default_context()
    try:
        return _trusting(system_too, cafile=ca_file)
    except ssl.SSLError as error:
        return _trusting_text(system_too, ca_file, error)
    except OSError as error:
        raise _unreadable(ca_file, error.strerror or str(error)) from error
    except ValueError as error:  # a NUL in the path
        raise _unreadable(ca_file, "this is no file name") from error


def _trusting(
    system_too: bool, cafile: str | None = None, cadata: str | None = None
) -> ssl.SSLContext:
    if not system_too:
        return ssl.create_default_context(cafile=cafile, cadata=cadata)
    context = ssl.create_default_context()
    context.load_verify_locations(cafile=cafile, cadata=cadata)
    return context


def _trusting_text(system_too: bool, ca_file: str, error: ssl.SSLError) -> ssl.SSLContext:
    """Load certificates that OpenSSL does not find, as in a text that Windows' Notepad saved."""
    try:
        with Path(ca_file).open("rb") as file:
            data = file.read(_LARGEST_CA_FILE)
    except OSError as unread:
        raise _unreadable(ca_file, unread.strerror or str(unread)) from unread
    blocks = _BLOCK.findall(_decoded(data))
    if not blocks:
        raise SettingsError(f"The file in ca_file ({ca_file}) {_what_else(data)}") from error
    try:
        return _trusting(system_too, cadata="\n".join(blocks))
    except (ssl.SSLError, ValueError) as broken:
        raise SettingsError(
            f"The file in ca_file ({ca_file}) contains a certificate that is damaged. "
            "Get the file again from the site's administrator."
        ) from broken


def _decoded(data: bytes) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    return data.decode("latin-1")


def _what_else(data: bytes) -> str:
    """What a file without certificates is, as the end of a sentence."""
    if not data.strip():
        return "is empty: it should contain the authority's certificate in PEM form."
    if data[:1] == b"\x30" and data[1:2] > b"\x80":
        return (
            "is in DER form, not in PEM form. Convert it with: "
            "openssl x509 -inform der -in FILE -out FILE.pem"
        )
    if b"PRIVATE KEY-----" in data:
        return "contains a private key and no certificate. Name the authority's certificate."
    return (
        "is no PEM file: it contains no certificate "
        "(a part that begins with -----BEGIN CERTIFICATE-----)."
    )


def _unreadable(ca_file: str, why: str) -> SettingsError:
    return SettingsError(f"The file in ca_file cannot be read: {ca_file} ({why}).")


def explain(where: str, error: BaseException, *, if_plain: str = "") -> Cause:
    """Why the TLS handshake with ``where`` failed.

    ``if_plain`` is what to do when the server speaks no TLS at all.
    """
    if isinstance(error, ssl.SSLCertVerificationError):
        return Cause("tls", _certificate(where, error))
    if isinstance(error, TimeoutError):
        return Cause("timeout", f"{where} accepts connections but does not answer to TLS.")
    if not isinstance(error, ssl.SSLError) or isinstance(
        error, ssl.SSLEOFError | ssl.SSLZeroReturnError
    ):
        return Cause("tls", f"{where} closed the connection during the TLS handshake.")
    reason = _reason(error)
    for reasons, words in _HANDSHAKE:
        if reason in reasons:
            return Cause("tls", words(where))
    if reason in _NO_TLS:
        return Cause("tls", f"{where} does not speak TLS. {if_plain}".rstrip())
    return Cause("tls", f"TLS with {where} failed: {reason or error}.")


_HANDSHAKE: Final[tuple[tuple[frozenset[str], Callable[[str], str]], ...]] = (
    (
        _TOO_OLD,
        lambda where: (
            f"{where} speaks only a version of TLS that is too old; TLS 1.2 or newer is needed. "
            "Its administrator must update it or switch a newer version on."
        ),
    ),
    (
        _WEAK_REASONS,
        lambda where: (
            f"The encryption or the keys that {where} offers are too weak, and were refused. "
            "Its administrator must set up stronger ones."
        ),
    ),
    (
        _WANTS_CERTIFICATE,
        lambda where: (
            f"{where} wants a certificate from this computer, and the desk has none. Its "
            "administrator must not require client certificates here."
        ),
    ),
    (
        _NOTHING_IN_COMMON,
        lambda where: (
            f"{where} ended the TLS handshake: its encryption is too weak for this computer, or it "
            "wants a certificate that the desk does not have. Ask its administrator."
        ),
    ),
    (
        _UNKNOWN_NAME,
        lambda where: (
            f"{where} does not know itself by this name. Check the address in the settings."
        ),
    ),
)


def _certificate(where: str, error: ssl.SSLCertVerificationError) -> str:
    code, said = error.verify_code, str(error.verify_message).rstrip(".")
    today = time.strftime("%Y-%m-%d")
    if code == _EXPIRED:
        return (
            f"The certificate of {where} has expired. The site's administrator must renew it, "
            f"unless this computer's date ({today}) is wrong."
        )
    if code == _NOT_YET_VALID:
        return (
            f"The certificate of {where} is not valid yet. Check this computer's date ({today}); "
            "if it is right, the site's administrator must replace the certificate."
        )
    if code in OTHER_NAME:
        return (
            f"The certificate of {where} is not trusted: it is for another host ({said}). Use the "
            "address that the certificate names, or have the site's administrator issue one for "
            "this address."
        )
    if code in _TOO_WEAK:
        return (
            f"The certificate of {where} is too weak to be trusted ({said}). The site's "
            "administrator must replace it by one with a longer key or a newer signature."
        )
    if code == _REVOKED:
        return (
            f"The certificate of {where} has been revoked. The site's administrator must replace "
            "it."
        )
    if code in _UNKNOWN_AUTHORITY:
        return (
            f"The certificate of {where} is not trusted: its authority is not known here "
            f"({said}). If the site has its own authority, name the PEM file of that authority's "
            "certificate in the setting ca_file."
        )
    return (
        f"The certificate of {where} is not accepted: {said}. The site's administrator must "
        "replace it."
    )


def _reason(error: ssl.SSLError) -> str:
    """OpenSSL's name of what went wrong; empty for errors that are not its own.

    A Python that was made for an older OpenSSL does not know the name, but has its words.
    """
    if reason := getattr(error, "reason", None):
        return str(reason)
    found = _WORDS.match(str(error.args[-1])) if error.args else None
    return found[1].upper().replace(" ", "_") if found is not None else ""


def speaks_tls(host: str, port: int, timeout_s: float) -> bool:
    """Whether a server answers to TLS, whatever its certificate is. Blocks; sends none of our data.

    Use it only for a server that has closed an unencrypted connection: only then is it worth
    another connection.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with (
            socket.create_connection((host, port), timeout_s) as plain,
            context.wrap_socket(plain, server_hostname=host),
        ):
            return True
    except ssl.SSLError as error:
        reason = _reason(error)
        closed = isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError)
        return not closed and bool(reason) and reason not in _NO_TLS
    except (OSError, ValueError):
        return False
