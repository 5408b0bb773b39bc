"""Papers as .docx: a form goes in, the bytes of the file come out, the same for the same form."""

from documents.docx_approval import more_time, strike_off
from documents.docx_bulletin import bulletin
from documents.docx_inspection import inspection
from documents.docx_leader import leader_page
from documents.docx_ledger import ledger
from documents.docx_slip import slip

__all__ = ["bulletin", "inspection", "leader_page", "ledger", "more_time", "slip", "strike_off"]
