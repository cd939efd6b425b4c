"""What somebody may send who means harm: odd payloads, broken packets, floods; it costs the others nothing."""
