"""`python -m scheduler.cli` is `duban`."""

from scheduler.cli import main

main()
