"""The domain's rules, one file per module."""
