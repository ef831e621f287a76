"""Recognisers: text in, spans out."""
