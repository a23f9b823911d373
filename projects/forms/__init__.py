"""What people fill in, one subject a file. What an answer does stands elsewhere."""
