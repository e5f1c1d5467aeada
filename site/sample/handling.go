package sample

import "responsa/site/catalog"

// handling is what a code's facts demand. A call that can't be repeated
// without harm isn't, whatever the wait.
func handling(code *catalog.Code) Handling {
	switch {
	case code.Outcome == catalog.Success:
		return Handling{Succeeds: true}
	case !code.Failed():
		return Handling{GoesOn: true}
	case code.Retry == catalog.AfterWait && code.Request != nil && code.Request.Repeatable:
		return Handling{Waits: true}
	}
	return Handling{Stops: true}
}

// advice says what to do about a code, by its facts alone. The code's page says
// more.
func advice(code *catalog.Code) string {
	switch code.Outcome {
	case catalog.Success:
		return ""
	case catalog.Partial:
		return "Only a part is done: read the message before you send anything again."
	case catalog.Empty:
		return "Nothing was found. That is an answer, not an error."
	}
	switch code.Retry {
	case "":
		return "What to do about it is not documented." + who(code.Actor, "")
	case catalog.AfterChange:
		return changes[code.Actor]
	case catalog.AfterWait:
		if handling(code).Waits {
			return "Gave up after 5 calls." + who(code.Actor, " Try again later.")
		}
		return "Don't repeat this call blindly: wait, then look whether it took effect." + who(code.Actor, "")
	}
	return "Don't repeat this call: no change of it helps." + who(code.Actor, "")
}

// changes is what to do about a call that must be mended, by who must act.
var changes = map[catalog.Actor]string{
	catalog.Nobody:        "Change the call or its data, then send it again.",
	catalog.Developer:     "Mend the call, then send it again.",
	catalog.EndUser:       "Ask whoever entered the data to change it, then send the call again.",
	catalog.Administrator: "Ask an administrator of the server to change it, then send the call again.",
	catalog.Vendor:        "Ask the vendor of the API to change it, then send the call again.",
}

// who adds who must act; or else what is said when nobody must.
func who(a catalog.Actor, nobody string) string {
	if a == catalog.Nobody {
		return nobody
	}
	return acts[a]
}

// acts says who that is.
var acts = map[catalog.Actor]string{
	catalog.Developer:     " The client's developer must act.",
	catalog.EndUser:       " Whoever entered the data must act.",
	catalog.Administrator: " An administrator of the server must act.",
	catalog.Vendor:        " The vendor of the API must act.",
}
