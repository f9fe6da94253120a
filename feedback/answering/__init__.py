"""The respondent's face: link → language → one form → thanks. No cookie, no trace."""
