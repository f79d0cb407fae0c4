"""What the queue panel says around its rows."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from cti_desk.core.freshness import is_old
from cti_desk.core.model import LinkState, Snapshot
from cti_desk.desktop.options import QueueOptions
from cti_desk.desktop.presenters.queue_rows import Head, chosen
from cti_desk.desktop.presenters.queues import Level, Scene, Toggle, count_cell, toggle, wait_cell
from cti_desk.desktop.words import tr, trn


class FootView(Struct, frozen=True):
    """What is said of the queue that the keyboard is on, and its button."""

    text: str = ""
    toggle: Toggle = Toggle()
    name: str = ""


def shown_now(snapshot: Snapshot, now: float) -> float:
    """The moment for which running times are shown: the moment of the loss while the
    link is down.
    """
    link = snapshot.link
    if link.state is LinkState.UP or link.lost_at is None:
        return now
    return min(now, link.lost_at)


def is_stale(snapshot: Snapshot) -> bool:
    """Whether the rows tell of a past moment."""
    return snapshot.link.state is not LinkState.UP


def banner(scene: Scene) -> str:
    """What the agent must know before they read any row: that all of it is old, or when it was
    read.
    """
    snapshot, table = scene.snapshot, scene.table
    if not snapshot.queues:
        return ""
    if is_stale(snapshot):
        if snapshot.link.lost_at is None:
            return tr("Not connected: what you see may be old.")
        time = datetime.fromtimestamp(snapshot.link.lost_at)
        return tr("The link is lost. You see what was known at {time}.", time=f"{time:%H:%M:%S}")
    if "queues.changes" in table.unknowable:
        vendor = table.vendor or tr("The telephone system")
        return tr(
            "{vendor} does not tell when figures change, so they are read every few seconds.",
            vendor=vendor,
        )
    return ""


def empty_text(scene: Scene, search: str) -> str:
    """The text in the place of the rows, when there are none."""
    snapshot, table = scene.snapshot, scene.table
    if snapshot.queues:
        if any(True for _ in chosen(snapshot.queues, scene.options)):
            return tr("No queue, caller or member fits “{search}”.", search=search.strip())
        if scene.options.show == "own":
            return tr("You are in none of the queues. The settings show only your own.")
        return tr("None of the queues named in the settings is known.")
    if is_stale(snapshot):
        return tr("Not connected: no queue is known yet.")
    if "queues" in table.unknowable:
        vendor = table.vendor or tr("The telephone system")
        return tr("{vendor} does not let this profile read its queues.", vendor=vendor)
    return tr("You are in no queue.")


def foot(head: Head | None, scene: Scene) -> FootView:
    """The own membership of the chosen queue, with the reason where nothing can be done."""
    if head is None:
        return FootView()
    known = toggle(head, scene)
    said = {
        True: tr("You are in {queue}.", queue=head.name),
        False: tr("You are not in {queue}.", queue=head.name),
        None: tr("Whether you are in {queue} is not known.", queue=head.name),
    }[head.member]
    return FootView(f"{said} {known.why}".strip(), known, head.name)


class Summary(Struct, frozen=True):
    """The queues at a glance, for the strip's button. It has no running times, so that it need not
    be repainted.
    """

    words: str
    level: Level = Level.CALM


def summary(snapshot: Snapshot, options: QueueOptions, now: float) -> Summary | None:
    """How many wait in the queues shown, and the worst of it in a word; ``None`` without queues."""
    queues = list(chosen(snapshot.queues, options))
    if not queues:
        return None
    total = sum(queue.how_many_wait or 0 for queue in queues)
    if not total:
        return Summary(tr("Queues"))
    # What is old alarms nobody: it may be over long ago.
    fresh = [queue for queue in queues if not is_old(queue.read_at, now)]
    since = min((at for queue in fresh if (at := queue.longest_since) is not None), default=now)
    most = count_cell(max((queue.how_many_wait or 0 for queue in fresh), default=0), options)
    longest = wait_cell(now - since, options)
    worst = max(most, longest, key=lambda cell: cell.level)
    words = trn("Queues: {count} waiting", "Queues: {count} waiting", total)
    read_at = min((queue.read_at for queue in queues if queue.read_at is not None), default=None)
    if read_at is not None:  # nobody reads it again for this button: it says of when it tells
        time = datetime.fromtimestamp(read_at)
        words = tr("{words} at {time}", words=words, time=f"{time:%H:%M}")
    return Summary(f"{words}, {worst.word}" if worst.word else words, worst.level)
