"""The web: everything a browser meets."""
