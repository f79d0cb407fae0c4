"""Resources are found beside the package in a checkout."""

from __future__ import annotations

from cti_desk.installation.resources import resource_path


def test_icons_and_schemas_are_there() -> None:
    assert resource_path("icons", "LICENSE").is_file()
    assert list(resource_path("schema").glob("*.json"))
