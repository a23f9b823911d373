"""What `manage.py bench` measures, one subject a file.

Each holds `HELP`, `add_arguments(parser)` and `measure(options)`.

`measure` yields Figures; `report.py` prints them. Nothing is measured against numbers written down here: a peer is
measured in the same run, on the same machine.
"""
