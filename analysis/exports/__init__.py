"""Publications as files: from a publication, never from answers."""
