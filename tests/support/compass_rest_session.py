"""A session at the simulator's REST side, without XMPP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from cti_desk.core.commands import Command
from cti_desk.core.errors import CtiError
from cti_desk.core.model import Snapshot
from cti_desk.core.reports import Report, Result
from cti_desk.vendors.compass.client.rest import Rest
from cti_desk.vendors.compass.client.rest_session import RestSession
from cti_desk.vendors.compass.client.site import Site
from cti_desk.vendors.compass.live.chosen_queues import ChosenQueues, Joining
from cti_desk.vendors.compass.live.monitor import Monitor
from cti_desk.vendors.compass.performer import Performer
from cti_desk.vendors.compass.settings import PauseModel
from tests.support.compass_live import Desk
from tests.support.compass_rest_sim import Served
from tests.support.compass_sim import ANNA
from tests.support.instantvoice import DictMemory, HandClock


def site_of(served: Served) -> Site:
    host, port = served.web.secure
    origin = f"https://{host}:{port}"
    return Site(origin, origin, "1001", served.password, str(served.ca_file))


class Agent:
    """Anna, who acts over REST; what the platform tells of it reaches the model at once."""

    def __init__(self, served: Served, model: PauseModel, *queues: str) -> None:
        self.served = served
        self.memory = DictMemory()
        chosen = ChosenQueues(queues, Joining(1, False), self.memory, "queues")
        self.monitor = Monitor(
            model,
            chosen,
            HandClock(),
            lambda seconds, do: asyncio.get_running_loop().call_later(seconds, do),
        )
        self.reports: list[Report] = []
        self.monitor.report = self.reports.append
        self.performer = Performer(self.monitor, chosen, model, HandClock())
        self.session: RestSession | None = None
        self.lost: list[CtiError] = []
        self.hear()

    def hear(self) -> None:
        """Know what a fresh look shows."""
        self.monitor.company = Desk.at(self.served.company.chronicle.view, ANNA).company
        self.monitor.user_id = self.monitor.calls.user_id = ANNA
        self.monitor.loaded = True

    async def perform(self, command: Command, snapshot: Snapshot | None = None) -> Result:
        """Perform a command; an error is returned."""
        self.hear()
        try:
            return await self.performer.perform(
                self.session, command, snapshot or Snapshot(), "Nothing can be done."
            )
        except CtiError as error:
            return error


@asynccontextmanager
async def agent_at(
    served: Served, model: PauseModel = "status", *queues: str, version: int | None = None
) -> AsyncIterator[Agent]:
    agent = Agent(served, model, *queues)
    async with Rest(site_of(served), version=version) as rest:
        await rest.open()
        by_status = model == "status"
        me = await rest.negotiate()
        agent.session = RestSession(rest, me, agent.lost.append, uses_status=by_status)
        await agent.session.look_around()
        yield agent
