"""Falémé: reads the press of a border region into sourced events, incidents and warnings."""

__version__ = "0.1.0"
