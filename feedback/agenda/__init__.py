"""The ontwikkelagenda of a region for who works on it, and for who reads it."""
