"""What is kept about people: shown to them, exported, erased, and gone by itself when its time is over."""
