"""Mail from organizers to groups of people, its templates, and the outbox that shows what became of it; for organizers."""
