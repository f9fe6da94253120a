"""Questions and answers: what is asked, of whom, and what comes back."""
