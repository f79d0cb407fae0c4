"""What differs between operating systems: paths, wake, network, session end, opening pages."""
