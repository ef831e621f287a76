"""Read pages, saved texts, feeds and JSON Lines into articles; the rest is set aside with its reason."""
