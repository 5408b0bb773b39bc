"""Writes every sample document to look at: python -m tests.documents.pictures DIR."""

import sys
from pathlib import Path

from documents import docx, html, sheet
from tests.documents import approval_samples, inspection_samples, samples


def documents(language: str) -> dict[str, bytes]:
    """File name → bytes of the samples in one language."""
    supervision_notices = {
        "slip-red": samples.supervision_notice(language),
        "slip-yellow": samples.supervision_notice(language, "yellow"),
        "slip-blue": samples.supervision_notice(language, "blue"),
        "slip-second": samples.supervision_notice(language, second=True),
        "slip-listing": samples.supervision_notice(language, listing=True),
        "slip-draft": samples.supervision_notice(language, number="", signer="", issued_on=None),
        "slip-void": samples.supervision_notice(language, void=True),
    }
    made = {
        f"{name}.docx": docx.supervision_notice(form) for name, form in supervision_notices.items()
    }
    made |= {
        f"{name}.html": html.supervision_notice(form).encode()
        for name, form in supervision_notices.items()
    }
    made["bulletin.docx"] = docx.bulletin(samples.bulletin(language))
    made["bulletin.html"] = html.bulletin(samples.bulletin(language)).encode()
    made["leader.docx"] = docx.leader_page(samples.leader_page(language))
    made["strike-off.docx"] = docx.closure(approval_samples.closure(language))
    made["more-time.docx"] = docx.more_time(approval_samples.more_time(language))
    made["inspection.docx"] = docx.inspection(inspection_samples.inspection(language))
    for kind in ("matters", "rectifications"):
        made[f"{kind}.docx"] = docx.ledger(samples.ledger(language, kind))
    made["matters.xlsx"] = sheet.workbook([samples.ledger(language, "matters")])
    made["short.xlsx"] = sheet.workbook([samples.ledger(language, "short")])
    made["rectifications.xlsx"] = sheet.workbook([samples.ledger(language, "rectifications")])
    made["breakdown.xlsx"] = sheet.workbook([samples.ledger(language, "breakdown")])
    made["instructions.xlsx"] = sheet.workbook([samples.ledger(language, "instructions")])
    made["calls.xlsx"] = sheet.workbook([samples.calls(language)])
    return made


def main(folder: Path) -> None:
    for language in samples.LANGUAGES:
        for name, data in documents(language).items():
            place = folder / language / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
    print(f"written to {folder}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
