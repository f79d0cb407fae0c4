"""A disk that is full, and one on which somebody made room."""

from __future__ import annotations

from cti_desk.journal.store import Store


def fill_disk(store: Store) -> None:
    """Let the store's database grow no further; call it on the store's thread."""
    store._db.execute("PRAGMA max_page_count=1")


def make_room(store: Store) -> None:
    """Let it grow again."""
    store._db.execute(f"PRAGMA max_page_count={1 << 30}")
