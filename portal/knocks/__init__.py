"""A visitor knocks at a poster with a question or the wish to talk; its presenters hear it, and answer now or later."""
