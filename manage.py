#!/usr/bin/env python3
"""The command line. `up` runs everything here, `test` tests everything; both set up what they need first."""

import os
import sys

if sys.version_info < (3, 11):  # said before any newer syntax is read
    found = (sys.version_info[0], sys.version_info[1], sys.executable)
    sys.exit("Biaozhu needs Python 3.11 or newer; this is Python %d.%d (%s)." % found)
if sys.platform == "win32":
    sys.exit("Biaozhu runs on Linux and macOS; on Windows, run it inside WSL 2.")


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config import bootstrap  # its syntax needs the Python just asked for

    bootstrap.enter(sys.argv)

    from django.core.exceptions import ImproperlyConfigured  # there only after the line above
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
