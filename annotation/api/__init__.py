"""The labelling API, one subject a file."""
