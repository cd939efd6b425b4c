"""What concerns one person and happened elsewhere, such as being mentioned in a chat; told on whichever page they are."""
