"""The screen-pop: who is calling, without ever taking the keyboard."""
