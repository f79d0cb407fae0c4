"""Queues added, changed, deleted and listed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from cti_desk.simulator.errors import NotFound
from cti_desk.simulator.model import Queue
from cti_desk.vendors.instantvoice.simulator.platform import Platform, QueueExtras
from cti_desk.vendors.instantvoice.simulator.setup_members import find_queue

Given = dict[str, Any]


def _yes(text: str) -> bool:
    return text == "yes"


_AT_THE_EXCHANGE: Final[dict[str, tuple[str, Callable[[str], Any]]]] = {
    "description": ("name", str),
    "joinempty": ("join_empty", _yes),
    "requiresendinfo": ("requires_send_info", _yes),
    "timeout": ("timeout", int),
    "dialtimeout": ("dial_timeout", int),
    "maxlen": ("max_len", int),
    "wrapuptime": ("wrap_up_time", int),
    "quarantinetime": ("quarantine_time", int),
}
_BESIDE_IT: Final[dict[str, Callable[[str], Any]]] = {
    "sl_answeredbefore_1": int,
    "sl_answeredbefore_2": int,
    "sl_answeredbefore_3": int,
    "announce": str,
    "musiconhold": str,
}


def add(platform: Platform, given: Given) -> None:
    """Defaults by the table, or as both of the manual's examples answer them (a variant)."""
    platform.check_account(given["accountcode"])
    _check_references(platform, given)
    by_table = platform.variants.queue_defaults == "table"
    queue = Queue(given["name"], "", requires_send_info=by_table)
    platform.exchange.setup.add_queue(queue)
    platform.queue_id(queue.id)
    extras = QueueExtras(sl_answeredbefore_3=60 if by_table else 90)
    platform.queue_extras[queue.id] = extras
    _set(queue, extras, given)


def modify(platform: Platform, given: Given) -> None:
    """Only a queue without calls gets another number (inferred: code 6)."""
    queue = find_queue(platform, given["original_accountcode"], given["original_name"])
    platform.check_account(given.get("accountcode") or given["original_accountcode"])
    _check_references(platform, given)
    old, new = queue.id, given.get("name", queue.id)
    platform.exchange.setup.rename_queue(old, new)
    platform.renamed("queue", old, new)
    extras = platform.extras(old)
    platform.queue_extras[new] = platform.queue_extras.pop(old)
    _set(queue, extras, given)
    platform.exchange.queues.distribute()


def delete(platform: Platform, given: Given) -> None:
    """Code 6 while it has members or calls (inferred)."""
    queue = find_queue(platform, given["accountcode"], given["name"])
    platform.exchange.setup.remove_queue(queue.id)
    platform.gone("queue", queue.id)
    platform.queue_extras.pop(queue.id, None)


def listing(platform: Platform, given: Given) -> list[str]:
    platform.check_account(given["accountcode"])
    return list(platform.exchange.world.queues)


def _set(queue: Queue, extras: QueueExtras, given: Given) -> None:
    for name, (attribute, convert) in _AT_THE_EXCHANGE.items():
        if name in given:
            setattr(queue, attribute, convert(given[name]))
    for name, convert in _BESIDE_IT.items():
        if name in given:
            setattr(extras, name, convert(given[name]))


def _check_references(platform: Platform, given: Given) -> None:
    for name, known in (("announce", platform.sounds), ("musiconhold", platform.music)):
        if name in given and given[name] not in known:
            raise NotFound(f"There is no {name} {given[name]}.")


METHODS: Final = {
    "QueueAdd": add,
    "QueueModify": modify,
    "QueueDelete": delete,
    "QueueList": listing,
}
