"""uritemplate, typed and imported when first used: the one module that touches it."""

from __future__ import annotations

from collections.abc import Mapping

from cti_desk.core.errors import SettingsError


def expand(template: str, variables: Mapping[str, str]) -> str:
    """Expand an RFC 6570 template; what is not known is left out. Raises `SettingsError`."""
    import uritemplate

    try:
        expanded = str(uritemplate.expand(template, dict(variables)))
    except ValueError as error:
        raise _no_template(template) from error
    if "{" in expanded or "}" in expanded:  # what it does not understand, it leaves as it is
        raise _no_template(template)
    return expanded


def _no_template(template: str) -> SettingsError:
    return SettingsError(
        f"The page was not opened: its address “{template}” is not a URL template (RFC 6570)."
    )
