# The same with the brackets that the manual forgot.
import win32com.client

ivclient = win32com.client.Dispatch("Instantvoice.Integration")
print(ivclient.StartTray())
