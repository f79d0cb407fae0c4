"""Makes text that a server sent fit to be shown and logged."""

from __future__ import annotations

from cti_desk.core.text import clean


def one_line(text: str, longest: int = 200) -> str:
    """Foreign text made fit for a sentence: one line, no control characters, bounded."""
    return " ".join(clean(text, longest).split())


def scrub(text: str, secrets: tuple[str, ...]) -> str:
    """Foreign text without our secrets, which a server may repeat in its errors."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "********")
    return text
