"""What machines do: jobs, import, agreement, releases and formats."""
