"""What is offered to the agent at this moment, reported when it changes."""

from __future__ import annotations

from typing import Final

from cti_desk.core.capabilities import CapabilityTable
from cti_desk.core.reports import CapabilitiesChanged
from cti_desk.vendors.instantvoice.capabilities import (
    capability_table,
    warnings_of,
    why_no_dialling,
)
from cti_desk.vendors.instantvoice.client.reader import READINGS, Reader
from cti_desk.vendors.instantvoice.live.devices import Devices
from cti_desk.vendors.instantvoice.live.obstacles import obstacles_of, unknown_agent
from cti_desk.vendors.instantvoice.live.reasons import Reasons
from cti_desk.vendors.instantvoice.live.served_agents import ServedAgents
from cti_desk.vendors.instantvoice.live.source import EventSource
from cti_desk.vendors.instantvoice.messages.codes import (
    NOT_FOUND,
    PERMISSION_DENIED,
    SUCCESS,
    explain,
)
from cti_desk.vendors.instantvoice.settings import Profile

NOTHING_READ: Final = (
    "The access key may read nothing (code -2), so neither calls nor state are known. If all the "
    "rest is refused, too, the key is wrong."
)

_TOLD_OTHERWISE: Final = frozenset({SUCCESS, NOT_FOUND, PERMISSION_DENIED})


class CapabilityReports:
    """``denied`` are the readings that the key has no right to, as of the last reading."""

    def __init__(
        self,
        profile: Profile,
        reasons: Reasons,
        devices: Devices,
        agents: ServedAgents,
        source: EventSource,
    ) -> None:
        self.denied: frozenset[str] = frozenset()
        self.table: CapabilityTable | None = None
        self._profile = profile
        self._reasons = reasons
        self._devices = devices
        self._agents = agents
        self._source = source

    def changed(self, reader: Reader | None) -> CapabilitiesChanged | None:
        """The table, if it is another than before; ``reader`` is that of the link, while linked."""
        table = self._new_table(reader)
        if table == self.table:
            return None
        self.table = table
        return CapabilitiesChanged(table)

    def _new_table(self, reader: Reader | None) -> CapabilityTable:
        profile, own, polled = self._profile, self._agents.own, self._source.polled
        code = reader.codes.get("AgentInfo", SUCCESS) if reader is not None else SUCCESS
        denied = self.denied
        if polled and not denied >= READINGS and own is not None and not own.tracker.told:
            denied |= {"AgentInfo"}  # it answers, but not what it was asked for
        return capability_table(
            reasons=self._reasons.all,
            default_reason=profile.default_reason,
            reason_required=profile.reason_required,
            devices=self._devices.all,
            no_dialling=why_no_dialling(own.tracker.disabled, own.lines) if own else None,
            denied=denied,
            warnings=self._warnings(code),
            polled=polled,
            more_reasons=not profile.reasons,  # what was learned is no list
            obstacles=()
            if reader is None
            else obstacles_of(own, reader.codes, key_refused=reader.key_refused),
        )

    def _warnings(self, code: int) -> tuple[str, ...]:
        """The standing warnings; ``code`` is that of the last answer to AgentInfo."""
        own, polled = self._agents.own, self._source.polled
        warnings: list[str] = []
        if polled and self.denied >= READINGS:
            warnings.append(NOTHING_READ)
        if polled and code not in _TOLD_OTHERWISE:
            warnings.append(f"The state cannot be read: {explain(code)} (code {code}).")
        if self._source.warning is not None:
            warnings.append(self._source.warning)
        if own is not None and code == NOT_FOUND:
            warnings.append(unknown_agent(own))
        return (*warnings, *warnings_of(own.queues or () if own is not None else ()))
