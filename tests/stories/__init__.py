"""Stories: given a plan, at a date, then these mails. Each runs on both databases."""
