"""The book of an inspection pack as .docx: cover, contents, and the statement of each clause."""

from docx.document import Document
from docx.enum.text import WD_BREAK

from documents.bulletin_words import instant
from documents.cleaning import cleaned
from documents.docx_parts import (
    CENTRE,
    HEI,
    KAI,
    LEFT,
    SIZE_2,
    SIZE_3,
    SIZE_4,
    SIZE_5,
    SIZE_S4,
    SONG,
    WIDTH,
    add_row,
    add_rows,
    new_paper,
    saved,
    say,
    table,
)
from documents.forms import Language
from documents.inspection_forms import Answer, Clause, InspectionForm
from notifications.words import LIGHTS

WORDS: dict[Language, dict[str, str]] = {
    "zh": {
        "title": "迎检材料", "contents": "目　　录", "as_of": "截至{}",
        "made_by": "编制单位（盖章）",
        "phone": "联系电话", "as_of_label": "截至", "due": "完成时限（原文）",
        "asks": "佐证要求", "with": "合并落实", "stands": "办理情况",
        "stands_said": "应办{}项，已办结{}项，佐证{}份",
        "answers": "责任单位、人员和办理情况", "proofs": "佐证目录", "papers": "督办文书",
        "lost": "（原件已不在库）", "beside": "附件",
        "folder": "所在文件夹", "what": "内容", "nothing": "所选范围内没有责任事项。",
        "sep": "：",
    },
    "en": {
        "title": "For inspection: the evidence by clause", "contents": "Contents",
        "as_of": "as of {}", "made_by": "Put together by (seal)", "phone": "Phone",
        "as_of_label": "As of", "due": "Due (as written)",
        "asks": "Evidence asked for", "with": "Answered with", "stands": "How it stands",
        "stands_said": "{} owed, {} done, {} files", "answers": "Who answers it, and how",
        "proofs": "The evidence", "papers": "Papers",
        "lost": " (not kept here any more)", "beside": "Also here", "folder": "Folder",
        "what": "What it is", "nothing": "Nothing is owed in what was chosen.",
        "sep": ": ",
    },
}  # fmt: skip
_CONTENTS: dict[Language, tuple[str, ...]] = {
    "zh": ("序号", "条款", "工作任务", "办结/ 应办", "佐证", "所在文件夹"),
    "en": ("No.", "Clause", "Task", "Done/owed", "Files", "Folder"),
}
_ANSWERS: dict[Language, tuple[str, ...]] = {
    "zh": ("序号", "责任单位、人员", "时限", "状态（亮灯）", "办结日期", "报送内容",
           "核验人、日期"),
    "en": ("No.", "Unit, person", "Due on", "State (light)", "Done on", "What was reported",
           "Verified by, on"),
}  # fmt: skip
_PROOFS: dict[Language, tuple[str, ...]] = {
    "zh": ("序号", "文件名", "SHA-256（前16位）"),
    "en": ("No.", "File", "SHA-256 (first 16)"),
}
_CONTENTS_WIDTHS = (11.0, 32.0, 44.0, 18.0, 13.0, WIDTH - 118)
_ANSWERS_WIDTHS = (10.0, 27.0, 23.0, 19.0, 23.0, 30.0, WIDTH - 132)
#: Letters are set smaller than characters.
_SIZE = {"zh": SIZE_5, "en": 9.0}
_PROOFS_WIDTHS = (11.0, WIDTH - 56, 45.0)
_FIELDS = (42.0, WIDTH - 42)


def inspection(form: InspectionForm) -> bytes:
    """The cover on its page, the contents, and then clause by clause what answers it."""
    form = cleaned(form)
    paper = new_paper()
    _cover(paper, form)
    say(paper, WORDS[form.language]["contents"], font=SONG, size=SIZE_2, align=CENTRE, line=44)
    _contents(paper, form)
    _beside(paper, form)
    for n, clause in enumerate(form.clauses, start=1):
        _clause(paper, form, n, clause)
    return saved(paper, form.as_of)


def _cover(paper: Document, form: InspectionForm) -> None:
    words = WORDS[form.language]
    say(paper, "", line=120)
    say(paper, form.title, font=SONG, size=SIZE_2, align=CENTRE, line=40)
    if form.number:
        say(paper, form.number, size=SIZE_3, align=CENTRE, line=36)
    say(paper, words["title"], font=SONG, size=34, align=CENTRE, line=80)
    say(paper, "", line=80)
    as_of = instant(form.as_of, form.as_of_time, form.language)
    fields = (
        *form.scope,
        (words["as_of_label"], as_of),
        (words["made_by"], form.issuer),
        (words["phone"], form.phone),
    )
    last = None
    for label, value in fields:
        text = f"{label}{words['sep']}{value}"
        last = say(paper, text, size=SIZE_3, align=CENTRE, line=34)
    if last is not None:
        last.add_run().add_break(WD_BREAK.PAGE)


def _contents(paper: Document, form: InspectionForm) -> None:
    words = WORDS[form.language]
    if not form.clauses:
        say(paper, words["nothing"], size=SIZE_4, line=24)
        return
    made = table(paper, _CONTENTS_WIDTHS)
    add_row(made, _CONTENTS_WIDTHS, _CONTENTS[form.language], size=SIZE_S4, head=True)
    rows = [
        (
            str(n),
            one.clause,
            one.title,
            f"{one.done}/{len(one.answers)}" if one.answers else "—",
            str(one.proofs or "—"),
            one.folder,
        )
        for n, one in enumerate(form.clauses, start=1)
    ]
    aligns = (CENTRE, LEFT, LEFT, CENTRE, CENTRE, LEFT)
    add_rows(made, _CONTENTS_WIDTHS, rows, size=SIZE_5, aligns=aligns)


def _beside(paper: Document, form: InspectionForm) -> None:
    words, widths = WORDS[form.language], (WIDTH / 2, WIDTH / 2)
    _head(paper, words["beside"])
    made = table(paper, widths)
    add_row(made, widths, (words["folder"], words["what"]), size=SIZE_S4, head=True)
    add_rows(made, widths, form.beside, size=SIZE_S4, aligns=(LEFT, LEFT))


def _clause(paper: Document, form: InspectionForm, n: int, clause: Clause) -> None:
    """Its words, who answers it and how, the list of its evidence and papers."""
    words, language = WORDS[form.language], form.language
    title = " ".join(part for part in (f"{n}.", clause.clause, clause.title) if part)
    say(paper, "", line=14)
    _head(paper, title)
    for paragraph in filter(None, clause.text.split("\n")):
        say(paper, paragraph, size=SIZE_S4, indent=True, line=21)
    _facts(paper, language, clause)
    if clause.answers:
        _line(paper, words["answers"])
        _answers(paper, language, clause)
    if clause.proofs:
        _line(paper, words["proofs"])
        _proofs(paper, language, clause)
    if clause.papers:
        _line(paper, words["papers"])
        for name in clause.papers:
            say(paper, name, size=SIZE_S4, line=20)


def _facts(paper: Document, language: Language, clause: Clause) -> None:
    words = WORDS[language]
    said = words["stands_said"].format(len(clause.answers), clause.done, clause.proofs)
    rows = (
        (words["due"], clause.due_words),
        (words["asks"], clause.asks),
        (words["with"], clause.answered_with),
        (words["stands"], said if clause.answers else ""),
    )
    made = table(paper, _FIELDS)
    for label, value in rows:
        if value:
            aligns = (CENTRE, LEFT)
            add_row(made, _FIELDS, (label, value), fonts=(HEI, KAI), size=SIZE_S4, aligns=aligns)


def _answers(paper: Document, language: Language, clause: Clause) -> None:
    made = table(paper, _ANSWERS_WIDTHS)
    size = _SIZE[language]
    add_row(made, _ANSWERS_WIDTHS, _ANSWERS[language], size=size, head=True)
    aligns = (CENTRE, LEFT, CENTRE, CENTRE, CENTRE, LEFT, CENTRE)
    rows = [(str(n), *_answer(language, one)) for n, one in enumerate(clause.answers, start=1)]
    add_rows(made, _ANSWERS_WIDTHS, rows, size=size, aligns=aligns)


def _answer(language: Language, one: Answer) -> tuple[str, ...]:
    def day(value: object) -> str:
        return str(value) if value else "—"

    light = "" if one.light == "grey" else LIGHTS[language].get(one.light, one.light)
    verified = "\n".join(filter(None, (one.verified_by, str(one.verified_on or ""))))
    who = "\n".join(filter(None, (one.matter, one.who)))
    state = "\n".join(filter(None, (one.state, light)))
    return who, day(one.due_on), state, day(one.done_on), one.said or "—", verified or "—"


def _proofs(paper: Document, language: Language, clause: Clause) -> None:
    words = WORDS[language]
    proofs = [proof for answer in clause.answers for proof in answer.proofs]
    made = table(paper, _PROOFS_WIDTHS)
    add_row(made, _PROOFS_WIDTHS, _PROOFS[language], size=SIZE_5, head=True)
    rows = [
        (str(n), one.name + (words["lost"] if one.lost else ""), one.sha256[:16])
        for n, one in enumerate(proofs, start=1)
    ]
    add_rows(made, _PROOFS_WIDTHS, rows, size=SIZE_5, aligns=(CENTRE, LEFT, LEFT))


def _line(paper: Document, text: str) -> None:
    say(paper, text, font=KAI, size=SIZE_S4, line=22).paragraph_format.keep_with_next = True


def _head(paper: Document, text: str) -> None:
    say(paper, text, font=HEI, size=SIZE_4, line=30).paragraph_format.keep_with_next = True
