"""What the parts of one switch share: the profile, what is known, and the link while it is up."""

from __future__ import annotations

from cti_desk.core.ports import Clock, Memory, Reporter
from cti_desk.core.reports import AgentChosen
from cti_desk.core.workers import Workers
from cti_desk.switch_kit.tasks import Tasks
from cti_desk.vendors.instantvoice.capabilities import CapabilityReports, nothing_posted
from cti_desk.vendors.instantvoice.client.calling import Calling
from cti_desk.vendors.instantvoice.client.monitor.linked import Linked
from cti_desk.vendors.instantvoice.client.reader import Reader
from cti_desk.vendors.instantvoice.client.web_service import WebService
from cti_desk.vendors.instantvoice.live.devices import Devices
from cti_desk.vendors.instantvoice.live.own_request import Habit
from cti_desk.vendors.instantvoice.live.reasons import Reasons
from cti_desk.vendors.instantvoice.live.served_agent import ServedAgent
from cti_desk.vendors.instantvoice.live.served_agents import ServedAgents
from cti_desk.vendors.instantvoice.live.source import EventSource, PollingSource
from cti_desk.vendors.instantvoice.messages.values import AgentName
from cti_desk.vendors.instantvoice.settings import Profile


class Context:
    """``report`` is where reports go, ``link`` the link while there is one.

    ``was_linked``: there has been a link before the present one. ``follows_all``: one subscription
    brings the events of all agents.
    """

    def __init__(self, profile: Profile, clock: Clock, memory: Memory, workers: Workers) -> None:
        self.profile = profile
        self.clock = clock
        self.workers = workers
        self.tasks = Tasks("InstantVoice", workers)
        self.reasons = Reasons(profile.reasons, memory, profile.memory_key("pause_reasons"))
        habit = Habit(memory, profile.memory_key("inbound_requests"))
        self.source = _source(profile, self.reasons, habit, clock)
        self.agents = ServedAgents(profile.accountcode, self.source)
        self.devices = Devices(
            memory, profile.memory_key("devices"), profile.device, profile.devices
        )
        self.capabilities = CapabilityReports(
            profile, self.reasons, self.devices, self.agents, self.source
        )
        self.report: Reporter = lambda report: None
        self.link: Linked | None = None
        self.was_linked = False
        self.follows_all = profile.supervisor
        if profile.agent is not None:
            self.agents.choose(self.serve(profile.agent, own=True))

    @property
    def caller(self) -> Calling | None:
        return self.link.caller if self.link is not None else None

    @property
    def reader(self) -> Reader | None:
        return self.link.reader if self.link is not None else None

    def serve(self, name: AgentName, *, own: bool) -> ServedAgent:
        """Serve an agent, from now on or already; their events are subscribed to while linked."""
        if name.full not in self.agents.by_name and self.link is not None:
            subscriptions = self.link.subscriptions
            if subscriptions is not None:
                subscriptions.follow(name.full)
        return self.agents.add(name, own=own)

    def dismiss(self, served: ServedAgent) -> None:
        """Serve an agent no more (their login was refused)."""
        self.agents.remove(served)
        if self.link is not None and self.link.subscriptions is not None:
            self.link.subscriptions.unfollow(served.name.full)

    def choose(self, served: ServedAgent) -> None:
        """This is the desk's own agent, if none is known yet."""
        if self.agents.choose(served):
            self.report(AgentChosen(served.name.full, served.tracker.device))

    def offer(self) -> None:
        """Report what is offered, if that has changed."""
        change = self.capabilities.changed(self.reader)
        if change is not None:
            self.report(change)


def _source(profile: Profile, reasons: Reasons, habit: Habit, clock: Clock) -> EventSource:
    """How what happens at this profile's site becomes known."""
    listening = profile.listening
    if isinstance(profile.server, WebService) and listening is None:
        return PollingSource(reasons, habit, clock.monotonic)
    warning = nothing_posted(listening) if listening is not None else None
    return EventSource(reasons, habit, clock.monotonic, warning=warning)
