"""Benches of speed and quality, with the peers beside them. Not part of the package, nor of `make test`."""
