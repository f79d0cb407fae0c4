' A CRM's day: every method of IVClient, each return code written out, events polled.
' Visual Basic passes numbers for text here and there, as CRMs do.
Option Explicit
Dim ivclient, seen, uniqueid
Set ivclient = CreateObject("Instantvoice.Integration")
seen = ""

Sub Say(what, code)
    WScript.Echo what & "=" & code
End Sub

' Polls until an event of this type has come; returns the text of that event. (A CRM waits between
' two polls; WScript.Sleep is what Wine's cscript does not have.)
Function WaitFor(kind)
    Dim tries, parts, part, kept
    For tries = 1 To 20000
        seen = seen & ivclient.PollEvents()
        parts = Split(seen, "}")
        kept = ""
        For Each part In parts
            If WaitFor = "" And InStr(part, """" & kind & """") > 0 Then
                WaitFor = part
            ElseIf InStr(part, "{") > 0 Then
                kept = kept & part & "}"
            End If
        Next
        seen = kept
        If WaitFor <> "" Then Exit For
    Next
    Say kind, WaitFor <> ""
End Function

Function FieldOf(text, name)
    Dim rest
    rest = Mid(text, InStr(text, """" & name & """: """) + Len(name) + 5)
    FieldOf = Left(rest, InStr(rest, """") - 1)
End Function

Say "StartTray", ivclient.StartTray()
Say "AgentLogin", ivclient.AgentLogin("default", "default_1001", "SIP/default_0001")
WaitFor "LOGIN"
Say "AgentPause", ivclient.AgentPause("default", "default_1001", 2)
Say "reason", FieldOf(WaitFor("PAUSE"), "direction")
Say "AgentUnpause", ivclient.AgentUnpause("default", 1001)
WaitFor "UNPAUSE"

Say "NewCall", ivclient.NewCall("default", "default_1001", 6100, 9999)
uniqueid = FieldOf(WaitFor("NEWCALL"), "uniqueid")
WaitFor "CONNECT"
WaitFor "DNEWCALL"
WaitFor "DCONNECT"
Say "BlindTransfer", ivclient.BlindTransfer("default", "default_1001", "2133334444")
WaitFor "HANGUP"

Say "NewCall", ivclient.NewCall("default", "default_1001", "6100", "10000")
uniqueid = FieldOf(WaitFor("NEWCALL"), "uniqueid")
WaitFor "DCONNECT"
Say "Hangup", ivclient.Hangup("default", uniqueid)
WaitFor "HANGUP"
Say "AgentLogoff", ivclient.AgentLogoff("default", "default_1001")
WaitFor "LOGOUT"
Say "StopTray", ivclient.StopTray()
Say "PollEvents", ivclient.PollEvents()
