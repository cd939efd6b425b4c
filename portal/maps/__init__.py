"""The map: the hall and the lounge as a floor on which one walks between boards and tables; for everybody let in."""
