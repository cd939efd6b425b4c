"""What the demo shows: titles, names, times and links are facts of real workshops, every sentence is our own."""
