"""The live transport."""
