"""What every connection to a telephone system needs, once.

The parts know no vendor and no Qt: a vendor's client and switch are built on them.
"""
