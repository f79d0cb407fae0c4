"""The desk put together: what is built, who follows whom, and how it starts and ends.

`app.py` is the list of what is built. The other parts are the agent's desk as its three users see
it (API, strip, settings form) and what goes on between the session and the rest of the program.
"""
