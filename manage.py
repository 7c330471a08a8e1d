#!/usr/bin/env python
"""Run a management command. The settings are production's unless DJANGO_SETTINGS_MODULE says otherwise."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "venture.settings.production")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
