"""Documents: plain values in, bytes out. Supervision notices, bulletins, ledgers, call lists,
leaders' pages."""
