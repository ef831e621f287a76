"""Tests of the watch of the press, against servers of our own on loopback."""
