"""Writes every sample paper to look at: python -m tests.papers.pictures DIR."""

import sys
from pathlib import Path

from documents import docx, html, sheet
from tests.papers import approval_samples, inspection_samples, samples


def papers(language: str) -> dict[str, bytes]:
    """File name → bytes of the samples in one language."""
    slips = {
        "slip-red": samples.slip(language),
        "slip-yellow": samples.slip(language, "yellow"),
        "slip-blue": samples.slip(language, "blue"),
        "slip-second": samples.slip(language, second=True),
        "slip-listing": samples.slip(language, listing=True),
        "slip-draft": samples.slip(language, number="", signer="", issued_on=None),
        "slip-void": samples.slip(language, void=True),
    }
    made = {f"{name}.docx": docx.slip(form) for name, form in slips.items()}
    made |= {f"{name}.html": html.slip(form).encode() for name, form in slips.items()}
    made["bulletin.docx"] = docx.bulletin(samples.bulletin(language))
    made["bulletin.html"] = html.bulletin(samples.bulletin(language)).encode()
    made["leader.docx"] = docx.leader_page(samples.leader_page(language))
    made["strike-off.docx"] = docx.strike_off(approval_samples.strike_off(language))
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
        for name, data in papers(language).items():
            place = folder / language / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
    print(f"written to {folder}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
