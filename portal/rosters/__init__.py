"""Lists of people that an organizer brings in and takes out, as spreadsheets and registration sites write them."""
