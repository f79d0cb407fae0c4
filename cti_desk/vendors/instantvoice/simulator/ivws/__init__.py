"""IVWS: InstantVoice's methods as a SOAP 1.1 web service, over the same platform as STOMP.

A request's way: `http_server` takes it in, `service` reads it (`xml_shim`, `envelope`), has
`cti_desk.vendors.instantvoice.simulator.service` carry it out, and tells the answer (`results`).
`wsdl` writes from the declared methods what clients are told.

The manual shows requests and the replies that carry data. *Inferred*, and marked so where it is
decided: the WSDL, SOAPAction, the answers of methods that act, and every refusal.
"""
