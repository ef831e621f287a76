"""The HTTP API under /api/v1: what the desk shows, as JSON, through the same windows."""
