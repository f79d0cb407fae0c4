"""What is played at which telephone system."""

from __future__ import annotations

from cti_desk.declarations.references import load
from cti_desk.demo.stage import StageError
from cti_desk.installation.registry import installed_vendors
from cti_desk.simulator.acts import Demo


def demo_of(name: str) -> Demo:
    """The people and the day of a telephone system; raises `StageError` if it has none."""
    vendors = installed_vendors()
    vendor = vendors.get(name)
    if vendor is None:
        raise StageError(f"There is no telephone system {name!r}. Known: {', '.join(vendors)}.")
    if not vendor.demo:
        raise StageError(f"{vendor.title} has no demo.")
    try:
        demo: Demo = load(vendor.demo)
    except ModuleNotFoundError as error:
        words = f"The simulator needs {error.name}: pip install 'cti-desk[simulator]'"
        raise StageError(words) from error
    return demo
