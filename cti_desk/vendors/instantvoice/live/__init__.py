"""What is known of agents, calls, lines and queues, from what came in: pure, it sends nothing."""
