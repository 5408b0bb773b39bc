"""Supervision notices and bulletins: drafted, signed by a person, numbered, made known, read
again."""
