"""The routes, one module for each page."""

from dashboard.pages import (
    accounts,
    back,
    calendar,
    calls,
    decisions,
    demo,
    desk,
    feeds,
    figures,
    holidays,
    ledger,
    links,
    login,
    mails,
    matrix,
    obligation,
    office,
    overview,
    papers,
    people,
    plan,
    posts,
    previews,
    publishing,
    register,
    rules,
    sheets,
    system,
    takeover,
    today,
    units,
)
from dashboard.web.routes import Route

_MODULES = (
    system, login, today, decisions, desk, overview, plan, rules, matrix, ledger, calendar, units,
    obligation, papers, register, figures, sheets, back, calls, mails, office, people, posts,
    previews, holidays, publishing, takeover, accounts, demo, links, feeds,
)  # fmt: skip
ROUTES: tuple[Route, ...] = tuple(route for module in _MODULES for route in module.routes.found)
