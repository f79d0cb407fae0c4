"""A telephone exchange in memory, and the control API that drives it.

Vendor simulators translate it to their wire: `exchange` is the telephone system, `control` the
JSON-RPC door for programs and people, `front` the TCP door in which links are made to fail.
"""
