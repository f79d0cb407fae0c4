' What a CRM with mistakes does: methods before StartTray, in any order, too few and too many
' arguments, and values that are no text.
Option Explicit
Dim ivclient, missing
Set ivclient = CreateObject("Instantvoice.Integration")

WScript.Echo "poll=" & ivclient.PollEvents()
WScript.Echo "stop=" & ivclient.StopTray()
WScript.Echo "hangup=" & ivclient.Hangup("default", "1.1")
WScript.Echo "nothing=" & ivclient.AgentLogin()
WScript.Echo "one=" & ivclient.AgentLogin("default")
WScript.Echo "empty=" & ivclient.AgentPause("default", "default_1001", Empty)
WScript.Echo "null=" & ivclient.AgentPause("default", Null, "1")
WScript.Echo "unset=" & ivclient.AgentPause("default", "default_1001", missing)
WScript.Echo "stranger=" & ivclient.AgentLogin("default", "default_4242", "SIP/default_0001")
WScript.Echo "elsewhere=" & ivclient.AgentLogin("nowhere", "nowhere_1001", "SIP/default_0001")

On Error Resume Next
ivclient.StartTray 1
WScript.Echo "many=" & Err.Number & " " & Err.Description
Err.Clear
ivclient.AgentPause "default", "default_1001", "1", "2", "3"
WScript.Echo "more=" & Err.Number & " " & Err.Description
Err.Clear
ivclient.AgentPause "default", Array(1, 2), "1"
WScript.Echo "list=" & Err.Number & " " & Err.Description
Err.Clear
ivclient.AgentPause "default", ivclient, "1"
WScript.Echo "object=" & Err.Number & " " & Err.Description
Err.Clear
ivclient.AgentPause "default", True, "1"
WScript.Echo "boolean=" & Err.Number & " " & Err.Description
Err.Clear
ivclient.MakeCoffee
WScript.Echo "unknown=" & (Err.Number <> 0)
