"""What somebody takes home from a workshop: what they starred and saw, their questions, and what others asked them."""
