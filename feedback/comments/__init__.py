"""Moderators read comments; the klankbordgroep reads themes."""
