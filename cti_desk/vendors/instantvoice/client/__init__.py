"""The generic STOMP caller for InstantVoice, usable alone from Python: see `caller`."""
