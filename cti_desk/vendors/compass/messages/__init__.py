"""The vocabulary of Compass's XMPP interface (docs/protocols/compass.md §4 to §6), without I/O.

Each module has the structs of one subject, ``parse_X(element)`` and ``build_X(struct)``. Elements
are those of `xml.etree.ElementTree`, which slixmpp's stanzas carry::

    from cti_desk.vendors.compass.messages.calls import Call, parse_call
    from cti_desk.vendors.compass.messages.callpoints import ExternalPoint, UserPoint
    from cti_desk.vendors.compass.messages.notifications import CallStart
    from cti_desk.vendors.compass.messages.pubsub import Item, build_event

    call = Call(
        "a.1",
        source=ExternalPoint("7", "RINGING", number="31614241111"),
        destination=UserPoint("8", "RINGING", user_id="17"),
        state="RINGING",
    )
    event = build_event("15", (Item("1", CallStart(call, timestamp=1492705754)),))

Reading is tolerant: names count, their order and namespace do not; what is unknown is ignored or
kept raw; ids are texts; a number that cannot be read is ``None``. The one error is
`elements.Unreadable`, for an element without what identifies it. Building writes the order of the
printed schemas and leaves out what is ``None``.
"""
