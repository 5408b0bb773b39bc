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
    findings_sheet,
    ledger,
    links,
    login,
    mails,
    matrix,
    obligation,
    office,
    overview,
    papers,
    plan,
    register,
    sheets,
    system,
    today,
    units,
)
from dashboard.web.routes import Route

_MODULES = (
    system, login, today, decisions, desk, overview, plan, matrix, ledger, calendar, units,
    obligation, papers, register, figures, sheets, back, calls, mails, office, accounts, demo,
    links, feeds, findings_sheet,
)  # fmt: skip
ROUTES: tuple[Route, ...] = tuple(route for module in _MODULES for route in module.routes.found)
