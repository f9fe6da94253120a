"""Schools and other places, their sizes, and the alliances they work in, for who sets things up."""
