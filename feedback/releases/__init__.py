"""Staff: what a publication would show, and its release."""
