"""What the figures are measured against: the barest programs that do the same thing."""
