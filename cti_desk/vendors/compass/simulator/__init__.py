"""Compass as servers: its REST and XMPP interfaces over the exchange of `cti_desk.simulator`."""
