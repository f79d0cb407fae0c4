"""How a setting is declared: once, with everything that forms, checks and documents need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct

Kind = Literal["text", "integer", "number", "boolean", "choice", "list", "table", "secret"]


class Field(Struct, frozen=True):
    """One setting.

    ``key`` is its TOML key within its section; ``kind`` its type (``list`` is a list of texts,
    ``table`` a table text → text, ``secret`` is kept in the keyring and refused in files);
    ``minimum``/``maximum`` are inclusive. Fields of one ``group`` follow each other and stand under
    that heading in a form. ``when`` names another field and its value: without it this one counts
    for nothing, and is not required either. A ``kept_only`` secret stays in the keyring: nobody is
    given it.
    """

    key: str
    kind: Kind
    label: str
    help: str
    default: Any = None
    required: bool = False
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    since: str = "0.1.0"
    group: str = ""
    when: tuple[str, str] | None = None
    kept_only: bool = False

    def is_given(self, settings: Mapping[str, Any]) -> bool:
        """Whether this is a secret that a telephone system is given with these settings."""
        return self.kind == "secret" and not self.kept_only and self.counts(settings)

    def counts(self, settings: Mapping[str, Any]) -> bool:
        """Whether this setting means anything beside these."""
        return self.when is None or settings.get(self.when[0]) == self.when[1]


class Fault(Struct, frozen=True):
    """What is wrong with one setting of a profile, found without asking anybody.

    ``key`` is the setting's, empty for the profile as a whole. A ``mild`` one should be seen to,
    but the profile can be used.
    """

    key: str
    words: str
    mild: bool = False
