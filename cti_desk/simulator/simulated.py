"""What the control API needs of a vendor's simulator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from cti_desk.simulator.exchange import Exchange
from cti_desk.simulator.faults import Fault, Faults
from cti_desk.simulator.model import Cause


class Simulated(Protocol):
    """A vendor's simulator, as the control API drives it."""

    @property
    def vendor(self) -> str: ...

    @property
    def exchange(self) -> Exchange: ...

    @property
    def faults(self) -> Faults: ...

    def cause(self, word: str) -> Cause:
        """A hangup cause by the vendor's word; raises Invalid."""
        ...

    def secrets(self) -> dict[str, str]: ...

    def stats(self) -> dict[str, Any]: ...

    def details(self) -> dict[str, Any]:
        """What its state holds beside the exchange's, without secrets."""
        ...

    def fault_added(self, fault: Fault) -> None:
        """A fault came into force: do at once what it demands (cutting connections)."""
        ...

    def faults_cleared(self) -> None: ...

    def variant(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Change variants of the wire; return all. Raises Invalid."""
        ...

    def rights(self, key: str | None, methods: list[str]) -> None:
        """Let a key (``None``: the profile's) call these methods only; ``["all"]`` every one."""
        ...

    def feed(self, count: int, rate: float | None, agents: list[str]) -> int:
        """Send so many call events, ``rate`` a second; return how many were sent."""
        ...
