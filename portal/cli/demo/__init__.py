"""`portal demo`: a believable workshop that is running right now, made from nothing in a few seconds."""
