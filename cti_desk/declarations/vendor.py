"""The descriptor by which the desk knows a telephone system."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from cti_desk.core.model import Reason
from cti_desk.core.ports import Switch, SwitchSetup
from cti_desk.declarations.connection_test import Step
from cti_desk.declarations.fields import Fault, Field


def _no_faults(profile: str, settings: Mapping[str, Any], files: bool) -> Sequence[Fault]:
    return ()


def _no_need(settings: Mapping[str, Any]) -> bool:
    return False


def _no_reasons(settings: Mapping[str, Any]) -> Sequence[Reason]:
    return ()


class Vendor(Struct, frozen=True):
    """A vendor's descriptor, the last thing in its ``__init__.py``.

    The factories import the vendor's libraries only when called. ``simulate`` runs a simulator as
    a server and returns the process exit code. ``try_out`` tries a connection for the settings form
    as `cti_desk.declarations.connection_test` says; ``None`` where a vendor has no such thing.
    ``agent_settings`` are the keys of the settings that say whose desk it is, the agent's first:
    with another value it is another agent's.
    ``check_settings(profile, settings, files)`` finds what is wrong with a profile's settings
    beyond their types; only with ``files`` it reads the files that they name, which blocks.
    ``pause_reasons(settings)`` are those that the settings list, empty where they list none;
    ``needs_pause_reason(settings)`` says that a pause without one is refused.

    ``not_on_windows`` are Python packages that the Windows build leaves out, because what needs
    them runs on Linux only.

    What only tools, tests and the demo use is named by a reference, which
    `cti_desk.declarations.references.load` follows; empty where a vendor has no such thing:

    * ``methods``: every declared method by its name.
    * ``typed_client``: the package in which their types are written for type checkers.
    * ``documentation``: what its pages are written from, a
      `cti_desk.declarations.documentation.Documentation`.
    * ``sites``: the telephone system as its customers have it, a mapping of names to
      `cti_desk.simulator.site.Site`; the contract test runs at each.
    * ``bench``: its rows of `make bench`, which are in a checkout only.
    * ``demo``: what `cti-desk demo` plays at it, a `cti_desk.simulator.acts.Demo`.
    """

    name: str
    title: str
    fields: tuple[Field, ...]
    make_switch: Callable[[SwitchSetup], Switch]
    simulate: Callable[[list[str]], int]
    try_out: Callable[[SwitchSetup], AsyncIterator[Step]] | None = None
    agent_settings: tuple[str, ...] = ("agent",)
    check_settings: Callable[[str, Mapping[str, Any], bool], Sequence[Fault]] = _no_faults
    pause_reasons: Callable[[Mapping[str, Any]], Sequence[Reason]] = _no_reasons
    needs_pause_reason: Callable[[Mapping[str, Any]], bool] = _no_need
    not_on_windows: tuple[str, ...] = ()
    methods: str = ""
    typed_client: str = ""
    documentation: str = ""
    sites: str = ""
    demo: str = ""
    bench: str = ""

    @property
    def package(self) -> str:
        """The Python package in which the vendor lives."""
        return self.make_switch.__module__
