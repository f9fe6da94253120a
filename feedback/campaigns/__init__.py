"""Campaigns for staff: waves, links, and the posters and sheets that carry them to people."""
