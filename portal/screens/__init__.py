"""The screen of a hall, and the short code by which the people in front of it ask and vote from their telephones."""
