"""The settings file that connects a desk to a simulator with no question asked."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def write(path: Path, vendor: str, control: str, values: Mapping[str, Any]) -> None:
    """Write a profile named ``simulator``; secrets are not in it, the desk asks the simulator."""
    body = {
        "vendor": vendor,
        "simulator": True,
        "secrets": "simulator",
        "control": control,
        **values,
    }
    plain = {key: value for key, value in body.items() if not isinstance(value, Mapping)}
    tables = {key: value for key, value in body.items() if isinstance(value, Mapping)}
    lines = ['profile = "simulator"', "", "[profiles.simulator]"]
    lines += [f"{key} = {_toml(value)}" for key, value in plain.items()]
    for name, table in tables.items():
        lines += ["", f"[profiles.simulator.{name}]"]
        lines += [f"{_toml(str(key))} = {_toml(value)}" for key, value in table.items()]
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


def _toml(value: Any) -> str:
    """Booleans, numbers, texts and lists are written in TOML as in JSON."""
    return json.dumps(value, ensure_ascii=False)
