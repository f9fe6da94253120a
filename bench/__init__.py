"""Measures Klankbord against its budgets: `python -m bench`; docs/performance.md explains."""
