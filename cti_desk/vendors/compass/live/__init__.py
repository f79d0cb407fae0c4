"""What goes on in the company, and what of it is the own user's. Pure: no I/O, no clock.

`company.Company` takes the first lists and then notification by notification; `own_calls` makes
the core's calls of it, `own_state` the agent's state, `queue_view` the core's queues.
"""
