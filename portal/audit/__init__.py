"""The trail: what organizers and moderators did, written in the same change and never rewritten; for who must account."""
