"""How a telephone system declares what it has: settings, methods, arguments, forms, connection
tests.

Declarations are data, and plain functions on them. Documents, forms, checks and the command line
are made from them.
"""
