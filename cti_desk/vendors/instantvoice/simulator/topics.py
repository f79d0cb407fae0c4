"""Which topic a subscription means: the wildcards of a topic exchange."""

from __future__ import annotations

import functools
import re


@functools.lru_cache(maxsize=4096)
def matches(pattern: str, destination: str) -> bool:
    """Whether a subscription to ``pattern`` gets what is sent to ``destination``.

    ``*`` stands for one word, ``#`` for any number of words, words are parted by dots.
    """
    if "#" not in pattern and "*" not in pattern:
        return pattern == destination
    return _compiled(pattern).fullmatch(destination) is not None


@functools.lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    head, slash, words = pattern.rpartition("/")
    parts = []
    for number, word in enumerate(words.split(".")):
        dot = r"\." if number else ""
        if word == "#":
            parts.append(rf"(?:{dot}[^/]*)?" if number else r"[^/]*")
        elif word == "*":
            parts.append(rf"{dot}[^./]+")
        else:
            parts.append(dot + re.escape(word))
    return re.compile(re.escape(head + slash) + "".join(parts))
