import pytest

from cti_desk.simulator.errors import Invalid
from cti_desk.vendors.instantvoice.simulator.variants import Variants


def test_variants_are_changed_together_or_not_at_all() -> None:
    variants = Variants()
    variants.change({"hangup_reason": "direction", "second_leg_id": True})
    assert variants.listing()["hangup_reason"] == "direction"
    for wrong in (
        {"second_leg_id": False, "colour": 1},
        {"second_leg_id": False, "hangup_reason": "nowhere"},
        {"second_leg_id": False, "transfer_reason": 5},
        {"second_leg_id": 0},
    ):
        with pytest.raises(Invalid):
            variants.change(wrong)
    assert variants.second_leg_id is True


def test_an_unknown_variant_lists_the_known() -> None:
    with pytest.raises(Invalid, match="request_direction"):
        Variants().change({"colour": "red"})
