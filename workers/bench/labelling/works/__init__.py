"""The works that `manage.py bench labelling` measures, one a file: each holds `figures(desk)`."""
