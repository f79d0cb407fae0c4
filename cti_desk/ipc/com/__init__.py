"""The COM endpoint (Windows): IVClient's object for the CRMs written for it, and a modern one.

A small server process of its own, without Qt: Windows starts it when a program makes one of the
objects, each object is a client of the desk's local socket, and it ends when the last one is gone.

    integration   the ten methods of IVClient         application   the API's methods and events
    desk_line     one object's connection to the desk starter       starts the desk when need be
    registration  what stands in the registry         serving       the process's life
    objects       both objects as COM sees them       pywin32_shim  all that is untyped

Only `objects`, `serving`, `type_library`, `windows_registry` and the shim need Windows.
"""
