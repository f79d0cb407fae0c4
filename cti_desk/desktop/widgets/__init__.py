"""The few drawn parts that strip, pop and small windows are made of."""
