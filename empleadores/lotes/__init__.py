"""Many notices in one file: read, judged line by line before anything changes, and applied in the background."""
