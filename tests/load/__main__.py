"""`python -m tests.load`: the figures that the portal is measured by."""

from tests.load.command import load

if __name__ == "__main__":
    load()
