"""The portal as people see it: Chromium, real servers, nothing pretended."""
