"""What a desk remembers, in a test."""

from __future__ import annotations

from typing import Any


class DictMemory(dict[str, Any]):
    """`cti_desk.core.ports.Memory` in a dictionary."""

    def set(self, key: str, value: Any) -> None:
        self[key] = value
