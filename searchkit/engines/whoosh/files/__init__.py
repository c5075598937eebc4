"""What stands on the disk: every file operation, the lock, the table of contents, the segment file."""
