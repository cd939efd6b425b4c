"""Behind a stage: the time that is left, signals of the chair, hands raised to ask by voice; for chairs and presenters."""
