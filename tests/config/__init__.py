"""Settings, logs and the clock."""
