"""The measurements of `portal bench`, one module each."""
