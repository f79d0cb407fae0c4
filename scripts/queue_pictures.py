"""Pictures of the queue panel and of the strip's button for it."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtWidgets import QWidget

from cti_desk.core.capabilities import CapabilityTable
from cti_desk.core.errors import RefusedByVendor
from cti_desk.core.model import Link, LinkState, Snapshot
from cti_desk.desktop.desktop import Desktop
from scripts.queue_situations import (
    COUNTED,
    FIGURES,
    NAMED,
    OFFICE,
    READ,
    READ_TABLE,
    aged,
    company,
)
from scripts.situations import NOW, READY, UP

Set = Callable[[Snapshot, CapabilityTable], None]
Take = Callable[..., None]


def take_queues(desk: Desktop, show: Set, take: Take) -> None:
    """Every situation of the panel."""
    office = Snapshot(UP, READY, queues=OFFICE)
    show(office, NAMED)
    take("60-queue-button", desk.strip)
    desk.open_queues()
    window = desk.queues.window
    assert window is not None
    take("61-queues", window)
    window.view.turned.emit("7013")
    window.view.go_to(1)
    window.view.turned.emit("7014")
    window.view.asked.emit("7014")
    take("62-queues-joining", window)
    desk.failure("JoinQueue", RefusedByVendor("Billing is closed for the day", code=409))
    take("63-queues-refused", window)
    window.search.setText("castro")
    take("64-queues-search", window)
    window.search.setText("nobody")
    take("65-queues-nothing", window)
    window.search.clear()
    window.open_order_menu()
    take("66-queues-order", window, window.menu)
    window.menu.close()
    lost = Link(LinkState.DOWN, NOW - 23, NOW - 23, NOW + 4, "The connection was closed.")
    show(replace(office, link=lost), NAMED)
    take("67-queues-stale", window)
    show(Snapshot(UP, READY, queues=FIGURES), COUNTED)
    take("68-queues-figures", window)
    show(Snapshot(UP, READY, queues=company()), NAMED)
    take("69-queues-many", window)
    _narrow(window, take)
    show(Snapshot(UP, READY), NAMED)
    take("71-queues-none", window)
    show(Snapshot(UP, READY, queues=READ), READ_TABLE)
    take("72-queues-read", window)
    show(Snapshot(UP, READY, queues=aged(150)), READ_TABLE)
    take("73-queues-old", window)
    window.close()


def _narrow(window: QWidget, take: Take) -> None:
    size = window.size()
    window.resize(window.minimumSize())
    take("70-queues-narrow", window)
    window.resize(size)
