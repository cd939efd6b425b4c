"""What an audience says without words: five signs, summed for each stage and second; for everybody who watches."""
