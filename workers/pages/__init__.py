"""Pages of what machines do, one subject a file."""
