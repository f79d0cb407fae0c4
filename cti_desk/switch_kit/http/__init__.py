"""HTTP to a telephone system: declared endpoints, and one caller for all of them.

`endpoint` declares a call, `codecs` write bodies and read replies, `session` sends (deadlines,
limits, redirects), `answers` turns what came into data or a core error, and `caller` joins them
under one login. A vendor adds declarations and codecs, not a client.
"""
