"""The desk: the web pages in front of the analyst, and what of them the public may see."""
