"""InstantVoice as a server: its STOMP wire over the exchange of `cti_desk.simulator`.

with InstantVoiceSimulator() as sim:
    sim.addresses["stomp"]          # where a desk connects
    sim.exchange.calls.incoming("default_1001", "2198765456", "Maria Souza")
"""

from cti_desk.vendors.instantvoice.simulator.main import main
from cti_desk.vendors.instantvoice.simulator.server import InstantVoiceSimulator

__all__ = ["InstantVoiceSimulator", "main"]
