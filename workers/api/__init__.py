"""The JSON API of what machines do, one subject a file."""
