"""The pages of the desk, one module a page; each answers from a window and says nothing of its own."""
