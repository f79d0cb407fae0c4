"""The domain: what a desk knows, what may be asked of it, and the ports it needs.

Nothing here imports Qt, asyncio, a socket or a vendor; the border is checked in CI.
"""
