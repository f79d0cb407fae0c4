"""Settings: declared once (`sections`), read and checked (`loading`).

Secrets are elsewhere: in the system's keyring, never in a file (`secrets`).
"""
