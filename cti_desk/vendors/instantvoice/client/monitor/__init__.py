"""What keeps the agents' state current while the desk runs: the links, and what they read."""
