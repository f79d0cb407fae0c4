"""Runs on Windows: who owns a domain, asked of a name server on the desk's own kind of loop."""

import sys

import qasync
from PySide6.QtCore import QCoreApplication

from cti_desk.vendors.compass.client.failures import LinkFailure
from cti_desk.vendors.compass.client.xmpp_lookup import find_domain


async def look_up(server, domain):
    try:
        print(await find_domain(domain, [server]))
    except LinkFailure as failure:
        print(failure.failure, failure)


with qasync.QEventLoop(QCoreApplication([])) as loop:
    for each in sys.argv[2:]:
        loop.run_until_complete(look_up(sys.argv[1], each))
