"""Opens the CRM's page for a call: once for each root call at the chosen moment, or on a click."""

from __future__ import annotations

from collections.abc import Callable

from cti_desk.core.errors import CtiError
from cti_desk.core.events import Event
from cti_desk.core.model import Call
from cti_desk.core.ports import Contacts
from cti_desk.core.screen_pop import ScreenPop
from cti_desk.settings.sections import ScreenPopRule
from cti_desk.system.opening import open_page


class PageOpener:
    """Holds the rule in force. ``agent`` names the desk's agent, ``failed`` is told what failed."""

    def __init__(
        self,
        contacts: Contacts,
        agent: Callable[[], str | None],
        failed: Callable[[CtiError], None],
    ) -> None:
        self._contacts = contacts
        self._agent = agent
        self._failed = failed
        self._rule = ScreenPopRule()
        self._pop = ScreenPop(self._rule.trigger, contacts)

    @property
    def available(self) -> bool:
        """Whether there is a page to open at all."""
        return bool(self._rule.url)

    def use(self, rule: ScreenPopRule) -> None:
        """Follow another rule; calls already decided on are not opened again by the same one."""
        if rule != self._rule:
            self._rule = rule
            self._pop = ScreenPop(rule.trigger, self._contacts)

    def on_event(self, event: Event) -> None:
        """Open the page if this event is the call's moment."""
        if self.available and event.colleague is None:
            self._open(self._pop.decide(event, self._agent()))

    def clicked(self, call: Call) -> None:
        """The agent asked for the page of this call."""
        if self.available:
            self._open(self._pop.clicked(call, self._agent()))

    def _open(self, variables: dict[str, str] | None) -> None:
        if variables is None:
            return
        try:
            rule = self._rule
            open_page(rule.url, variables, rule.schemes, rule.allowed_hosts, self._failed)
        except CtiError as error:
            self._failed(error)
