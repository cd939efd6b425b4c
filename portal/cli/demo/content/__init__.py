"""What the demo shows. Titles, names, times and links are facts of real workshops; every sentence is our own."""
