"""A RabbitMQ of our own: its STOMP plug-in on ports of its own, everything in one directory.

It runs as whoever runs the tests, root included, and takes its port mapper (epmd) along: nothing
of it outlives the fixture.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from tests.support.processes import Program, free_port, listening

SERVER = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
"""The one in /usr/sbin insists on being root or the user rabbitmq."""

PLUGINS = ("rabbitmq_stomp",)


class RabbitMQ:
    """One broker. Ports and directories survive `restart`."""

    user = "instantvoice"
    password = "not-the-published-one"
    virtual_host = "/"

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.port, self.tls_port = free_port(), free_port()
        self._dist_port, self._epmd_port = free_port(), free_port()
        self._server: Program | None = None
        self._epmd: Program | None = None
        self.ca_file = directory / "ca.pem"
        self._write_files()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def tls_address(self) -> str:
        """For clients that trust `ca_file`; the certificate is for localhost and 127.0.0.1."""
        return f"localhost:{self.tls_port}"

    def _write_files(self) -> None:
        authority = trustme.CA()
        authority.cert_pem.write_to_path(self.ca_file)
        certificate = authority.issue_cert("localhost", "127.0.0.1")
        certificate.private_key_and_cert_chain_pem.write_to_path(self.directory / "server.pem")
        plugins = ",".join(PLUGINS)
        (self.directory / "enabled_plugins").write_text(f"[{plugins}].\n")
        (self.directory / "rabbitmq.conf").write_text(
            f"""\
listeners.tcp = none
stomp.listeners.tcp.1 = 127.0.0.1:{self.port}
stomp.listeners.ssl.1 = 127.0.0.1:{self.tls_port}
ssl_options.cacertfile = {self.ca_file}
ssl_options.certfile = {self.directory}/server.pem
ssl_options.keyfile = {self.directory}/server.pem
ssl_options.verify = verify_none
default_user = {self.user}
default_pass = {self.password}
loopback_users = none
log.file = {self.directory}/rabbit.log
log.file.level = info
"""
        )

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
            "HOME": str(self.directory),  # the Erlang cookie
            "ERL_EPMD_PORT": str(self._epmd_port),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODENAME": f"cti-{self.port}@localhost",
            "RABBITMQ_DIST_PORT": str(self._dist_port),
            "RABBITMQ_MNESIA_BASE": str(self.directory / "mnesia"),
            "RABBITMQ_LOG_BASE": str(self.directory),
            "RABBITMQ_CONFIG_FILE": str(self.directory / "rabbitmq.conf"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.directory / "enabled_plugins"),
            "RABBITMQ_CONF_ENV_FILE": os.devnull,
            # Two schedulers that do not spin while they wait: the machine is the tests' as well.
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 2:2 +sbwt none +sbwtdcpu none "
            "-kernel inet_dist_use_interface {127,0,0,1}",
        }

    def start(self) -> None:
        """Start it and return when it answers a login."""
        env = self._environment()
        self._epmd = Program(["epmd"], self.directory / "epmd.out", env)
        self._epmd.wait_until(lambda: listening(self._epmd_port), what="epmd")
        self._server = Program([SERVER], self.directory / "rabbit.out", env, self.directory)
        self._server.wait_until(self.answers, 60, "RabbitMQ answers STOMP")

    def answers(self) -> bool:
        """Whether a login over STOMP succeeds now."""
        frame = (
            f"CONNECT\naccept-version:1.2\nhost:{self.virtual_host}\n"
            f"login:{self.user}\npasscode:{self.password}\n\n\0"
        )
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as link:
                link.sendall(frame.encode())
                return link.recv(9) == b"CONNECTED"
        except OSError:
            return False

    def stop(self) -> None:
        """End broker and port mapper."""
        for program in (self._server, self._epmd):
            if program:
                program.end(timeout=20)
        self._server = self._epmd = None

    def restart(self) -> None:
        self.stop()
        self.start()

    def silence(self) -> None:
        """Have it accept connections (the system does) and say nothing more."""
        assert self._server
        self._server.signal(signal.SIGSTOP)

    def speak(self) -> None:
        """End the silence."""
        assert self._server
        self._server.signal(signal.SIGCONT)

    def set_password(self, password: str) -> None:
        """Change the user's password; connections that are open stay."""
        done = subprocess.run(
            [SERVER.with_name("rabbitmqctl"), "change_password", self.user],
            input=f"{password}\n",
            env=self._environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def log(self) -> str:
        """Return what it wrote to its log."""
        path = self.directory / "rabbit.log"
        return path.read_text(errors="replace") if path.exists() else ""


def _run(directory: Path) -> Iterator[RabbitMQ]:
    assert SERVER.exists(), "rabbitmq-server is missing: run scripts/setup.sh test"
    broker = RabbitMQ(directory)
    try:
        broker.start()
        yield broker
    finally:
        broker.stop()
        shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(scope="session")
def rabbitmq(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RabbitMQ]:
    """The run's broker, for tests that leave it as they found it."""
    yield from _run(tmp_path_factory.mktemp("rabbitmq"))


@pytest.fixture
def own_rabbitmq(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RabbitMQ]:
    """A broker for one test, which may stop, restart and silence it."""
    yield from _run(tmp_path_factory.mktemp("rabbitmq"))
