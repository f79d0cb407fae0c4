"""The REST side of the simulator: every declared call, with the differences of its versions."""
