"""Training of the attribution model for news prose. Not part of the installed package."""
