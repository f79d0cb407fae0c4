"""What is measured at each telephone system; its descriptor names the rows."""
