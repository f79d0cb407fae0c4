"""The queue panel: a list of queues with who waits and who serves them."""
