"""A certificate of attendance on paper, with a code by which anybody can see whether it is genuine; for who took part."""
