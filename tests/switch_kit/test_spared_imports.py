"""Libraries are loaded without their own command lines and colours."""

from __future__ import annotations

import subprocess
import sys

import pytest

from cti_desk.switch_kit.spared_imports import spared


def test_what_is_spared_is_missing_only_meanwhile() -> None:
    sys.modules.pop("this", None)
    with spared("this", "sys"), pytest.raises(ImportError):
        import this  # noqa: F401
    assert "this" not in sys.modules
    assert sys.modules["sys"] is sys


def test_a_desk_at_compass_loads_nothing_that_it_does_not_use() -> None:
    """Whatever of these is installed: it would be 15 MB."""
    code = (
        "import sys, cti_desk.vendors.compass.switch\n"
        "import cti_desk.vendors.compass.client.xmpp_shim\n"
        "print(*{'aiodns', 'click', 'rich', 'pygments'} & sys.modules.keys())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == ""
