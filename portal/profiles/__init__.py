"""Who is who among the people of a workshop: what each says of themselves, and only what they choose to show."""
