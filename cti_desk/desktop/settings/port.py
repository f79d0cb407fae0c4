"""What the settings form asks of the desk; the composition root's side carries it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, Protocol

from msgspec import Struct

from cti_desk.declarations.connection_test import Step
from cti_desk.declarations.forms import Changes, Form, Path, Saved, SecretChanges

Done = Callable[[Saved], None]
StoredState = Literal["stored", "missing", "unknown"]


class Entry(Struct, frozen=True):
    """Whether the form may be opened; ``words`` say why not. With ``password`` it asks first."""

    words: str = ""
    password: bool = False


class Stored(Struct, frozen=True):
    """Whether a secret is kept; ``words`` say why that is not known."""

    state: StoredState
    words: str = ""


class FormPort(Protocol):
    """Nothing here blocks; what takes time answers later, on the loop.

    `read` comes first; what is saved is read again before ``done``.
    After `close` nobody is called back any more.
    """

    def entry(self) -> Entry:
        """May the form be opened, by what was read last?"""
        ...

    def enter(self, password: str, done: Callable[[str], None]) -> None:
        """Try the form's password; ``done("")`` when it is right, else a sentence."""

    def read(self, done: Callable[[], None]) -> None:
        """Read the file anew. From ``done()`` on all else is said of it as it is now."""

    def form(self, changes: Changes) -> Form:
        """The form as it stands with these changes."""
        ...

    def problems(self, changes: Changes) -> Mapping[Path, str]:
        """What is wrong with these changes, by setting, in the loader's words."""
        ...

    def stored(
        self, profile: str, names: tuple[str, ...], done: Callable[[Mapping[str, Stored]], None]
    ) -> None:
        """Which of these secrets of a profile are kept, by name."""

    def save(self, changes: Changes, secrets: SecretChanges, done: Done) -> None:
        """Keep the secrets, write the file and take both up."""

    def protect(self, password: str | None, done: Done) -> None:
        """Have the form's password asked from now on, or none any more. Takes effect at once."""

    def try_out(
        self,
        profile: str,
        changes: Changes,
        secrets: SecretChanges,
        tell: Callable[[Step], None],
        ended: Callable[[], None],
    ) -> Callable[[], object]:
        """Try a profile's connection as it stands in the form; returns what cancels it.

        ``ended`` is not called for one that was cancelled.
        """
        ...

    def open_log(self, failed: Callable[[str], None]) -> None:
        """Show the log; ``failed`` is told why it cannot be shown."""

    def log_file(self) -> str:
        """Where the log is."""
        ...

    def close(self) -> None:
        """The form is closed: end what goes on, and call nobody back."""
