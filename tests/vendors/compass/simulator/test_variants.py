import pytest

from cti_desk.simulator.errors import Invalid
from cti_desk.vendors.compass.simulator.variants import Variants


def test_variants_are_changed_by_name_and_all_listed() -> None:
    variants = Variants()
    variants.change({"versions": "2,3", "expire": False})
    assert variants.served == (2, 3)
    assert variants.listing()["expire"] is False


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"colour": 1}, "no variant 'colour'"),
        ({"versions": "4"}, "is one of '1,2,3'"),
        ({"expire": 1}, "is one of True, False"),
        ({"expire": True, "call_id": "xml"}, "call_id"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(values, words: str) -> None:
    variants = Variants()
    with pytest.raises(Invalid, match=words):
        variants.change(values)
    assert variants == Variants()
