"""What the Windows build is told of the telephone systems, without PyInstaller and without Wine."""

from __future__ import annotations

import runpy
import shutil
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from cti_desk.installation.registry import installed_vendors
from scripts.gate import ROOT


@pytest.fixture
def analysed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The arguments of the spec's ``Analysis``; each package counts as its own only submodule."""
    said: dict[str, Any] = {}
    hooks, icon = ModuleType("PyInstaller.utils.hooks"), ModuleType("icon")
    hooks.collect_submodules = lambda package: [package]  # type: ignore[attr-defined]
    icon.write_icon = lambda path: None  # type: ignore[attr-defined]
    for name in ("PyInstaller", "PyInstaller.utils"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setitem(sys.modules, "PyInstaller.utils.hooks", hooks)
    monkeypatch.setitem(sys.modules, "icon", icon)
    monkeypatch.setattr(sys, "path", list(sys.path))

    def analysis(scripts: list[str], **arguments: Any) -> SimpleNamespace:
        said.update(arguments)
        return SimpleNamespace(pure=None, scripts=scripts, binaries=None, datas=None)

    spec = tmp_path / "spec.py"
    shutil.copy(ROOT / "installer/windows/cti-desk.spec", spec)
    names = {
        "SPECPATH": str(ROOT / "installer/windows"),
        "workpath": str(tmp_path),
        "Analysis": analysis,
        **dict.fromkeys(("PYZ", "EXE", "COLLECT"), lambda *_, **__: None),
    }
    runpy.run_path(str(spec), init_globals=names)
    return said


def test_every_telephone_systems_package_goes_along(analysed: dict[str, Any]) -> None:
    packages = {vendor.package for vendor in installed_vendors().values()}
    assert {"cti_desk", *packages} <= set(analysed["hiddenimports"])


def test_what_serves_a_simulator_on_linux_only_is_left_out(analysed: dict[str, Any]) -> None:
    vendors = installed_vendors().values()
    left_out = {package for vendor in vendors for package in vendor.not_on_windows}
    assert "cryptography" in left_out
    assert left_out <= set(analysed["excludes"])
