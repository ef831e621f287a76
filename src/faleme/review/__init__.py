"""Review: what the machine proposes and what people decided about it, put together. Pure functions."""
