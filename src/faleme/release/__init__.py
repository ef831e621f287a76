"""What may leave the house: from which day the public may see an incident or an article, and which words."""
