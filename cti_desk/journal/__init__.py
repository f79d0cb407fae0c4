"""Calls and agent states that happened, kept in SQLite on this computer."""

from cti_desk.journal.journal import SqliteJournal

__all__ = ["SqliteJournal"]
