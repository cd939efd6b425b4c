"""What the shape of the code promises: each promise is a check over a tree, seen to fail on a tree that breaks it."""
