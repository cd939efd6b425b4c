"""A chat under chaos: who talks, what breaks, and what the recorded history must still show."""
