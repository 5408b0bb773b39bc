"""The words of the tables that reach a reader, marked for the catalogue in their context.

Each table will carry the label of its rows; until it does, its words stand here, and a test
compares them with the tables (tests/dashboard/test_catalogues.py).
"""

from workflows.domain.messages import terms

KINDS = terms(
    "kind",
    "task", "phase", "anchor", "decision", "rectification", "slip", "bulletin", "inspection",
    "lookback", "matter",
)  # fmt: skip
STATES = terms(
    "state",
    "planned", "open", "reported", "accepted", "ongoing", "waived", "withdrawn", "closed",
    "announced", "agreed", "refused", "lapsed", "issued", "disputed", "in_progress", "on_hold",
    "applied", "checked", "struck_off", "draft", "sent_back", "signed", "void", "checking",
    "held", "contested", "first_review", "confirmed", "failed",
)  # fmt: skip
MOVES = terms(
    "move",
    "open", "continue", "report", "accept", "return", "assign", "note", "press", "phoned",
    "seen", "round", "extend", "explain", "object", "waive", "reopen", "withdraw", "close",
    "still_unknown", "announce", "pass", "refuse", "agree", "lapse", "sign", "uphold",
    "reassign", "plan", "apply", "check", "strike", "hold", "resume", "list", "delist",
    "relapse", "redraft", "void", "correct", "submit", "draw", "contest", "answer", "redate",
    "holds",
)  # fmt: skip
ROLES = terms(
    "role",
    "doer", "liaison", "head", "verifier", "approver", "above", "office", "inspected", "time",
    "administrator", "auditor",
)  # fmt: skip
MAILS = terms(
    "mail",
    "pending", "sending", "sent", "failed", "unknown", "cancelled",
)  # fmt: skip
CHANGES = terms(
    "change",
    "insert", "redate", "restore", "hand_over", "withdraw",
)  # fmt: skip
WEEKDAYS = terms(
    "weekday",
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
MONTHS = terms(
    "month",
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
MARKS = terms(
    "mark",
    ", ", "; ", " or ", " and ",
)  # fmt: skip
SECTIONS = terms(
    "section",
    "plan", "programme", "anchor", "policy", "trigger", "stage", "phase", "task", "suggest",
    "item", "measure", "decisions", "office", "decision", "org", "organisation", "unit",
    "person", "post", "absence", "group", "note",
)  # fmt: skip
COLUMNS = terms(
    "column",
    "id", "name", "name_en", "email", "phone", "unit", "units", "is", "language", "zone",
    "mail_hour", "from", "to",
)  # fmt: skip
LIGHTS = terms(
    "light",
    "green", "yellow", "behind", "red", "grey", "white",
)  # fmt: skip
AUDIENCES = terms(
    "audience",
    "holder", "head", "leader", "principal", "leading_group", "office", "liaison", "doer",
    "verifier", "person", "heads", "own_head", "pressed", "assist", "inspected", "contesting",
    "team", "auditor",
)  # fmt: skip
#: The built-in ones.
POLICIES = terms(
    "policy",
    "standard", "firm", "ongoing", "phase", "anchor", "decision", "rectification",
    "rectification_firm", "inspection", "lookback", "paper", "bulletin",
)  # fmt: skip
COLOURS = terms(
    "colour",
    "blue", "yellow", "red", "second", "listing", "bulletin",
)  # fmt: skip
