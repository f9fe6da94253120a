"""Questionnaires for staff: their versions, and the recordings of their items."""
