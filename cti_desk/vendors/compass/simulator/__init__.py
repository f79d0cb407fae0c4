"""Compass as servers: its REST and XMPP interfaces over the exchange of `cti_desk.simulator`.

with CompassSimulator() as sim:
    sim.addresses["rest"], sim.addresses["xmpp"]      # where a desk connects
    sim.exchange.calls.incoming("1001", "31614241111")
"""

from cti_desk.vendors.compass.simulator.main import main
from cti_desk.vendors.compass.simulator.server import CompassSimulator

__all__ = ["CompassSimulator", "main"]
