"""Plain functions from what the desk knows to the words it shows. No Qt here."""
