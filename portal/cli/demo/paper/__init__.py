"""The demo's posters and slides as PDF files: drawn with lines and letters, each in a colour of its own."""
