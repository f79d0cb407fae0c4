from __future__ import annotations

import pytest

from cti_desk.core.errors import UsageError
from cti_desk.ipc.com.windows_registry import user_software


def test_elsewhere_there_is_none() -> None:
    with pytest.raises(UsageError, match="only on Windows"):
        user_software()
