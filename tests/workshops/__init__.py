"""The workshop itself and its pages."""
