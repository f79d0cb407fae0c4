"""The strip: state, calls, number field, link mark, menu."""
