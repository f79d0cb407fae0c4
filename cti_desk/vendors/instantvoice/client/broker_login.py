"""A login that the broker refused is not tried again, restarts included."""

from __future__ import annotations

from cti_desk.core.ports import Memory
from cti_desk.switch_kit.login_guard import Credentials, LoginGuard, RefusalStore
from cti_desk.vendors.instantvoice.client.broker import Broker


def login_guard(broker: Broker, profile: str, memory: Memory) -> LoginGuard:
    """The guard of a profile's login; ``profile`` is the profile's name."""
    where = "\0".join([broker.virtual_host, *sorted(str(host) for host in broker.hosts)])
    credentials = Credentials(where, broker.user, broker.password)
    return LoginGuard(RefusalStore(credentials, memory, f"instantvoice.{profile}.refused_login"))
