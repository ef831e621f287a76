"""The brief: what happened in a window of days, as sourced sentences of our own."""
