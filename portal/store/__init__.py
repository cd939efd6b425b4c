"""The store: tables, engines and the one transaction in which everything happens."""
