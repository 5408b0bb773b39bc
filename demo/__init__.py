"""The demo: the programme of 2010 rehearsed with people who act by a seeded script."""
