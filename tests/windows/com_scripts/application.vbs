' The modern object in VBScript: properties, a verb, and errors in words.
Option Explicit
Dim desk
Set desk = CreateObject("CtiDesk.Application")
WScript.Echo "link=" & desk.Link
WScript.Echo "login=" & desk.AgentLogin("SIP/default_0001", "", True)
WScript.Echo "state=" & desk.State
WScript.Echo "pause=" & desk.AgentPause(2, 5)
WScript.Echo "state=" & desk.State
WScript.Echo "info=" & desk.Call("vendor.call", "{""method"": ""QueueList"", ""params"": {""accountcode"": ""default""}}")
On Error Resume Next
desk.CallHold
WScript.Echo "hold=" & Hex(Err.Number) & " " & Err.Description
Err.Clear
desk.CallDial
WScript.Echo "dial=" & Err.Description
Err.Clear
desk.CallHangup "1.1"
WScript.Echo "hangup=" & Hex(Err.Number) & " " & Err.Source
On Error Goto 0
WScript.Echo "logout=" & desk.AgentLogout(True)
