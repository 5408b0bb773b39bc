"""Papers as .docx: a form goes in, the bytes of the file come out, the same for the same form."""

from notifications.papers.docx_approval import more_time, strike_off
from notifications.papers.docx_bulletin import bulletin
from notifications.papers.docx_inspection import inspection
from notifications.papers.docx_leader import leader_page
from notifications.papers.docx_ledger import ledger
from notifications.papers.docx_slip import slip

__all__ = ["bulletin", "inspection", "leader_page", "ledger", "more_time", "slip", "strike_off"]
