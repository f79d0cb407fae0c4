"""CTI Desk: the agent's telephone controls beside a call-centre CRM."""

__version__ = "0.1.0"
