"""The command line: one module for each group of commands; like the doors, it opens units of work and commits them."""
