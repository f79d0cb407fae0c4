"""Compass's interfaces, each usable alone from Python.

`rest.Rest` calls the REST interface and downloads files. It shares a `latch.Latch` with whatever
else uses the same login: after the first refusal nothing more leaves with it.
"""
