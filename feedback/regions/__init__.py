"""Regions and proeftuinen for who sets things up."""
