"""The administrator's file: what it sets is set, what it locks stays as it is.

locked = ["screen_pop", "desk.on_quit"]   # not the user's to change

[desk]
on_session_end = "logout"                 # set for everybody
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cti_desk.settings.documents import Document, Problem, read
from cti_desk.settings.flat import TOP, Declarations, Flat, Unknown, flatten

SET_BY_ADMINISTRATOR = "set by your administrator"


class Policy:
    """What an administrator has set (these values win) or locked (the default, or the set value,
    stays).
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        values = dict(document.values)
        self._locked_as_written: Any = values.pop("locked", [])
        self.values: Flat = flatten(values)
        names = self._locked_as_written if isinstance(self._locked_as_written, list) else []
        self._locked = frozenset(str(name) for name in names)
        self._administered = self._locked | {".".join(path) for path in self.values}
        profiles = values.get("profiles", {})
        self.profile_names: tuple[str, ...] = tuple(profiles) if isinstance(profiles, dict) else ()

    def covers(self, path: tuple[str, ...]) -> bool:
        """Whether a setting is the administrator's."""
        return any(".".join(path[:count]) in self._administered for count in range(1, 9))

    def applied_to(self, own: Flat) -> Flat:
        """The user's settings with the administrator's in their place."""
        kept = {path: value for path, value in own.items() if not self.covers(path)}
        return kept | self.values

    def check_locked(self, declarations: Declarations) -> list[Problem]:
        """What is wrong with the list of locked names."""
        if not isinstance(self._locked_as_written, list):
            return [self.document.problem(("locked",), '"locked" should be a list of texts.')]
        problems = []
        for name in sorted(self._locked):
            path = tuple(name.split("."))
            if name in TOP or (path[0] == "profiles" and len(path) == 2):
                continue
            try:
                declarations.at(path)
            except Unknown as unknown:
                problems.append(self.document.problem(("locked",), f"locked: {unknown}"))
        return problems

    def notes_about(self, path: Path, own: Flat) -> list[str]:
        """A sentence for each of the user's settings that is not used."""
        return [
            f"{'.'.join(key)} in {path} is not used: it is {SET_BY_ADMINISTRATOR}."
            for key, value in own.items()
            if self.covers(key) and self.values.get(key) != value
        ]


def read_policy(path: Path | None) -> Policy:
    """Read the administrator's file. If there is none, the policy is empty.

    Raises `SettingsError` for a file that cannot be read: going on without it would undo it.
    """
    return Policy(read(path) if path is not None else Document(Path(), None))
