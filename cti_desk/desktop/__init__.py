"""What the agent sees: strip, tray icon, screen-pop. Needs Qt; knows no vendor."""
