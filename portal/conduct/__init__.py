"""How people treat each other: the code of conduct that is agreed to, and reports to those who keep it."""
