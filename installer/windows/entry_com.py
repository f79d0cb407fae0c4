"""cti-desk-com.exe: the server that Windows starts when a CRM makes one of the COM objects."""

import sys

from cti_desk.ipc.com.command import serve

if __name__ == "__main__":
    sys.exit(serve(sys.argv[1:]))
