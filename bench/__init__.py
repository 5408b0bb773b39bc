"""`make bench`: the sweep, the idle sweep and delivery beside the bare driver. Never a test.

The machine is shared and noisy, so nothing here is an absolute figure: what is measured and
what it is measured against run in turn, round after round, and medians are compared.
"""
