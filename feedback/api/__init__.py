"""Published figures for other programs: a JSON API and an OData feed, opened by a token."""
