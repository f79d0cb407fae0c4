"""What travels to and from InstantVoice, as typed values: pure, it opens no connection."""
