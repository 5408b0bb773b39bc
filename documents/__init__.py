"""Papers: plain values in, bytes out. Slips, bulletins, ledgers, call lists, leaders' pages."""
