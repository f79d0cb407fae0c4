"""Contacts from a CSV file, read in a thread and read again when the file changes."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from cti_desk.contacts.book import ContactBook, Suggestion
from cti_desk.contacts.csv_file import Contents, read_contacts
from cti_desk.core.dialing import DialRules
from cti_desk.core.numbers import is_withheld, warm_up
from cti_desk.core.ports import Contact

_log = logging.getLogger(__name__)

Stamp = tuple[int, int, int] | None


class CsvContacts:
    """Implements `cti_desk.core.ports.Contacts`; without a file it still formats numbers.

    ``rules`` are those of the place: how numbers of callers and contacts are read.
    ``on_loaded(problems)`` is called on the reading thread each time a file has been read (or could
    not be), with sentences about what is wrong in it. `check` looks whether the file changed.
    """

    def __init__(
        self,
        path: Path | None,
        rules: DialRules | None = None,
        on_loaded: Callable[[tuple[str, ...]], None] = lambda problems: None,
        begin: bool = True,
    ) -> None:
        """``begin=False``: nothing is read before `begin` is called."""
        self._path = path
        self._rules = rules or DialRules()
        self._on_loaded = on_loaded
        self._book: ContactBook | None = None
        self._stamp: Stamp = None
        self._thread: threading.Thread | None = None
        if begin:
            self.begin()

    def begin(self) -> None:
        """Read the file, and load what formats numbers, in a thread."""
        self._read_in_thread()

    def look_up(self, number: str) -> Contact:
        """Who this is. Before the first reading is done: the number as it is."""
        book = self._book
        if is_withheld(number):
            return Contact()
        if book is None:
            return Contact(display=number)
        return book.look_up(number)

    def suggest(self, text: str, limit: int = 8) -> list[Suggestion]:
        """Contacts for what is being typed into the number field."""
        return self._book.suggest(text, limit) if self._book else []

    def use(self, path: Path | None, rules: DialRules) -> None:
        """Read another file, or by other rules, as the settings now say."""
        if (path, rules) != (self._path, self._rules):
            self._path, self._rules = path, rules
            self._read_in_thread()

    def check(self) -> None:
        """Read the file again if it changed since."""
        if _stamp(self._path) != self._stamp:
            self._read_in_thread()

    @property
    def loading(self) -> bool:
        """Whether a file is being read."""
        return self._thread is not None and self._thread.is_alive()

    def _read_in_thread(self) -> None:
        self._stamp = _stamp(self._path)
        before, path, rules = self._thread, self._path, self._rules
        self._thread = threading.Thread(
            target=self._read, args=(before, path, rules), name="contacts", daemon=True
        )
        self._thread.start()

    def _read(self, before: threading.Thread | None, path: Path | None, rules: DialRules) -> None:
        if before is not None:
            before.join()
        try:
            warm_up(rules.region)
            contents = read_contacts(path) if path else Contents()
            book, problems = ContactBook(contents.entries, rules), contents.problems
        except OSError as error:
            kept = self._book or ContactBook((), rules)
            book, problems = kept, (f"The contacts file {path} cannot be read ({error.strerror}).",)
        except Exception:
            _log.exception("contacts could not be read")
            book, problems = (
                self._book or ContactBook((), rules),
                (f"The contacts file {path} cannot be understood.",),
            )
        self._book = book
        for problem in problems:
            _log.info("%s", problem)
        self._on_loaded(problems)


def _stamp(path: Path | None) -> Stamp:
    try:
        found = path.stat() if path else None
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size, found.st_ino) if found else None
