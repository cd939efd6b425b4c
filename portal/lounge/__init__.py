"""The lounge: tables for coffee and lunch, and introductions of people who have not met; for everybody in the workshop."""
