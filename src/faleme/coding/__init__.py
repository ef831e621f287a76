"""Code events: who did what to whom, where and when, from the mentions of one article."""
