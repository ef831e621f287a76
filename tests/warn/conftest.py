"""Stores for tests of warning: those of the store's own tests."""

from tests.store.conftest import postgres, store, url

__all__ = ["postgres", "store", "url"]
