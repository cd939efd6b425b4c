"""“Take me round”: visitors of the posters walk from board to board in small groups, with one clock for all of them."""
