package components

// tabStop is the tabindex of a tab: only the open one is a stop of the Tab key.
func tabStop(open bool) string {
	if open {
		return "0"
	}
	return "-1"
}
