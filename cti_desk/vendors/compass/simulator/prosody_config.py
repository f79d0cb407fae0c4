"""Configuration and accounts of a Prosody, as the files it reads."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

MODULES: Final = (
    "saslauth",
    "tls",
    "roster",
    "disco",
    "ping",
    "time",
    "posix",
    "bosh",
    "websocket",
    "privacy_lists",
    "cti_desk_watch",
)
_ITERATIONS: Final = 4096


@dataclass(frozen=True)
class Ports:
    """Where a Prosody listens on loopback: clients, the web, components."""

    xmpp: int
    web: int
    components: int


@dataclass(frozen=True)
class Site:
    """One Prosody. ``components`` and their secret, ``hosts`` of users; ``watcher`` a component.

    ``aliases``: names besides ``hosts`` under which the web (BOSH, WebSocket) is served.
    """

    directory: Path
    hosts: tuple[str, ...]
    components: tuple[str, ...]
    watcher: str
    stream_management: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def certificate(self) -> Path:
        """Key and chain, PEM."""
        return self.directory / "server.pem"

    @property
    def data(self) -> Path:
        return self.directory / "data"

    @property
    def log(self) -> Path:
        return self.directory / "prosody.log"


def config(site: Site, ports: Ports, secret: str, module_paths: Iterable[Path], parent: int) -> str:
    """The configuration file: encryption demanded, nothing reachable but from this machine."""
    modules = [*MODULES, *(("smacks",) if site.stream_management else ())]
    settings: dict[str, Any] = {
        "daemonize": False,
        "run_as_root": True,
        "data_path": str(site.data),
        "plugin_paths": [str(path) for path in module_paths],
        "modules_enabled": modules,
        "modules_disabled": ["s2s", "s2s_auth_certs", "offline"],
        "interfaces": ["127.0.0.1"],
        "c2s_ports": [ports.xmpp],
        "c2s_direct_tls_ports": [],
        "http_ports": [],
        "https_ports": [ports.web],
        "https_interfaces": ["127.0.0.1"],
        "component_interfaces": ["127.0.0.1"],
        "component_ports": [ports.components],
        # All users of a large company are one answer.
        "component_stanza_size_limit": 16 * 1024 * 1024,
        # One example of the manual is answered by another host than was asked.
        "validate_from_addresses": False,
        "http_default_host": site.hosts[0],
        "http_paths": {"bosh": "/http-bind", "websocket": "/ws"},
        "c2s_require_encryption": True,
        "authentication": "internal_hashed",
        "ssl": {"key": str(site.certificate), "certificate": str(site.certificate)},
        "https_ssl": {"key": str(site.certificate), "certificate": str(site.certificate)},
        "conflict_resolve": "kick_old",
        "smacks_hibernation_time": 60,
        "cti_desk_watcher": site.watcher,
        "cti_desk_parent": str(parent),
        "cti_desk_aliases": list(site.aliases),
        "log": {"info": str(site.log)},
    }
    lines = [f"{name} = {lua(value)}" for name, value in settings.items()]
    lines += [f"VirtualHost {lua(host)}" for host in site.hosts]
    for component in site.components:
        lines += [f"Component {lua(component)}", f"component_secret = {lua(secret)}"]
        lines += ["modules_disabled = " + lua(["cti_desk_watch", "privacy_lists"])]
    return "\n".join(lines) + "\n"


def lua(value: Any) -> str:
    """A value as Lua writes it; raises TypeError for what has no such form."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return '"' + "".join(map(_lua_character, value)) + '"'
    if isinstance(value, Mapping):
        return "{ " + " ".join(f"[{lua(k)}] = {lua(v)};" for k, v in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "{ " + " ".join(f"{lua(item)};" for item in value) + " }"
    raise TypeError(f"{type(value).__name__} cannot be written in Lua")


def _lua_character(character: str) -> str:
    if character in '"\\' or not character.isprintable():
        return "".join(f"\\{byte:03}" for byte in character.encode())
    return character


def account(password: str) -> str:
    """What is stored of a user: no password, but what a login can be checked against (SCRAM)."""
    salt = secrets.token_hex(16)
    salted = hashlib.pbkdf2_hmac("sha1", password.encode(), salt.encode(), _ITERATIONS)
    client_key = hmac.digest(salted, b"Client Key", "sha1")
    stored = {
        "stored_key": hashlib.sha1(client_key, usedforsecurity=False).hexdigest(),
        "server_key": hmac.digest(salted, b"Server Key", "sha1").hex(),
        "salt": salt,
        "iteration_count": _ITERATIONS,
    }
    return f"return {lua(stored)};\n"


def account_file(site: Site, host: str, user: str) -> Path:
    """Where that is kept."""
    return site.data / _encoded(host) / "accounts" / f"{_encoded(user)}.dat"


def _encoded(name: str) -> str:
    """Letters and digits stay, other bytes become ``%2e``."""
    return "".join(
        chr(byte) if chr(byte).isascii() and chr(byte).isalnum() else f"%{byte:02x}"
        for byte in name.encode()
    )
