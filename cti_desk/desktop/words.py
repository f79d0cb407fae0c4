"""Every word a person sees goes through `tr`, gettext-style, with English as the source.

A catalogue is put in once, before the first window is built; until then English is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

Translate = Callable[[str], str]
TranslatePlural = Callable[[str, str, int], str]


def _source(text: str) -> str:
    return text


def _source_plural(one: str, many: str, count: int) -> str:
    return one if count == 1 else many


class Catalogue:
    """The language in use."""

    def __init__(self) -> None:
        self.translate: Translate = _source
        self.translate_plural: TranslatePlural = _source_plural

    def use(self, translate: Translate, translate_plural: TranslatePlural) -> None:
        """Take a catalogue's ``gettext`` and ``ngettext`` functions."""
        self.translate, self.translate_plural = translate, translate_plural


CATALOGUE: Final = Catalogue()


def tr(text: str, /, **values: object) -> str:
    """Return ``text`` in the agent's language, with its ``{names}`` filled in."""
    translated = CATALOGUE.translate(text)
    return translated.format(**values) if values else translated


def trn(one: str, many: str, count: int, /, **values: object) -> str:
    """Return the singular or plural of a text for ``count``, which fills ``{count}``."""
    return CATALOGUE.translate_plural(one, many, count).format(count=count, **values)
