"""Settings, the clock and logs; programmes and calendars as files."""
