"""The version in the media type."""

from __future__ import annotations

import pytest

from cti_desk.vendors.compass.client.media import media_type, version_of


@pytest.mark.parametrize("version", [1, 2, 3, 10])
def test_a_version_is_read_as_it_was_written(version: int) -> None:
    assert version_of(f"{media_type(version)}; charset=utf-8") == version


@pytest.mark.parametrize("text", [None, "", "application/json", "application/vnd.iperity.x+json"])
def test_others_tell_no_version(text: str | None) -> None:
    assert version_of(text) is None
