"""Plain functions that make the words on the screen of what the desk knows. No Qt here."""
