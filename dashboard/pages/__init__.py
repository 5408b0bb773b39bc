"""The routes, one module for each page."""

from dashboard.pages import (
    account,
    accounts,
    approvals,
    calendar,
    calls,
    decisions,
    demo,
    desk,
    documents,
    dossier,
    feeds,
    figures,
    findings_sheet,
    health,
    holidays,
    ledger,
    ledger_import,
    links,
    lists,
    login,
    mails,
    matrix,
    obligation,
    office,
    office_lists,
    overview,
    packs,
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

#: Lists as sheets stand before the pages of one unit or person, whose key is anything.
_MODULES = (
    system, login, sheets, lists, office_lists, today, decisions, desk, overview, plan, rules,
    matrix, ledger, calendar, units, obligation, dossier, approvals, documents, packs, register,
    findings_sheet, figures, ledger_import, calls, mails, office, health, people, posts, previews,
    holidays, publishing, takeover, accounts, account, demo, links, feeds,
)  # fmt: skip
ROUTES: tuple[Route, ...] = tuple(route for module in _MODULES for route in module.routes.found)
