"""The local API: one table of methods, whoever calls them.

Nothing is imported here: `cti_desk.api.client` must stay cheap for the command line.
"""
