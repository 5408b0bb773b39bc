"""Time to events, calendar to digests, events to messages."""
