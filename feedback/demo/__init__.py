"""A made-up region, to try everything with."""
