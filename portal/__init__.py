"""A virtual-attendance portal for scientific workshops; start reading at portal.app."""
