"""The local API: one table of methods for all who call them.

Nothing is imported here: `cti_desk.api.client` must stay cheap for the command line.
"""
