"""Audio and video in small rooms, for those who stand at one poster or sit at one table."""
