# The manual's example for Python, as it stands there: without brackets the method is only named.
import win32com.client

ivclient = win32com.client.Dispatch("Instantvoice.Integration")
ivclient.StartTray  # noqa: B018
