"""Sites: a telephone system as its different customers have it, each with its simulator.

What must hold for every telephone system is tried at each site of every vendor.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from cti_desk.simulator.simulated import Simulated


class SimulatedSite(Simulated, Protocol):
    """A simulator that runs. ``profile`` is a settings file for a desk that uses it."""

    @property
    def profile(self) -> Path: ...


class Site(NamedTuple):
    """``simulate`` makes a simulator that runs while it is entered.

    ``settings`` replace those of the profile that the simulator writes. ``login_secret`` is the
    secret with which the desk logs in, ``None`` where each request shows what it may do and nobody
    logs in. ``names_calls`` is false where nothing that is read says which call is up, so that
    after a cut a new call cannot be told from the one before.
    """

    simulate: Callable[[], AbstractContextManager[SimulatedSite]]
    settings: Mapping[str, Any] = {}
    login_secret: str | None = "password"  # noqa: S105 - the name of a secret
    names_calls: bool = True
