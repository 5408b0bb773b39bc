"""The form of one obligation that is signed by hand: 销号审核表, 延期申请表."""

from starlette.responses import Response

from dashboard.pages.documents import DOCX, attachment, document_options
from dashboard.pages.obligation import seen
from dashboard.web.page_request import Missing, PageRequest
from dashboard.web.routes import Routes
from documents import approvals

routes = Routes()


@routes.get("/obligations/{number:int}/form.docx", may="read")
def form(ask: PageRequest, number: int) -> Response:
    """It holds what the record holds, so it is for those who see the record."""
    lines, row = seen(ask, number)
    name = approvals.has_form(row)
    if not name or lines.sight(row) != "full":
        raise Missing
    data = approvals.written(ask.connection, ask.context, row, ask.now, document_options(ask))
    return attachment(data, f"{ask.say(name)}-{number}.docx", DOCX)
