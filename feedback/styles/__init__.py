"""House styles for staff: how the forms of a school board or a municipality look."""
