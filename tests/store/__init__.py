"""The store, its engines and its migrations."""
