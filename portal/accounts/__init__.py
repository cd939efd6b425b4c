"""People and how they sign in; for everybody who comes back."""
