"""What workshops already publish becomes a draft programme, for organizers who would rather not retype it."""
