"""The workshop itself: its name, dates, time zone, topics, news, people and public pages; for everybody."""
