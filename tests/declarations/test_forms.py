from __future__ import annotations

from cti_desk.declarations.forms import Form, FormGroup, ProfileForm


def test_a_profile_is_found_by_its_name() -> None:
    office = ProfileForm("office", "acme", "Acme", FormGroup("profile", "Acme", "", ()))
    form = Form("settings.toml", profiles=(office,))
    assert form.profile("office") is office
    assert form.profile("other") is None
    assert form.profile(None) is None
