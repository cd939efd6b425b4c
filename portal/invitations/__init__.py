"""Personal invitations into a workshop: a link that opens a page and lets somebody in; for organizers who invite."""
