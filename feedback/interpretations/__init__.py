"""Duiding and advice: what people say that published figures and themes mean."""
