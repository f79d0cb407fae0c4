"""One folder for each telephone system; none imports another."""
