"""Finding talks, papers and people of a workshop by words, for everybody who may see them anyway."""
