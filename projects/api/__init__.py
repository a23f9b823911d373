"""The JSON API of people, organisations and projects, one subject a file."""
