' The manual's example for Visual Basic, as it stands there.
Set ivclient = CreateObject("Instantvoice.Integration")
ivclient.StartTray()
