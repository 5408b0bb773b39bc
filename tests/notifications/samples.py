"""Mails of every kind in both languages, for tests and for looking at: those of
`notifications.samples`, and the ones that are not everyday.

`python -m tests.notifications.samples DIR` writes them all as .html and .txt.
"""

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

from notifications.catalogue import KINDS
from notifications.message import Mail, Next
from notifications.render import render
from notifications.samples import entry, mail, matter, sample, upward, word
from notifications.samples.basics import TODAY

LANGUAGES = ("zh", "en")
#: Persons who stand in the samples; no mail to a leader may contain one of them.
PERSONS = ("张三", "李四", "王五", "赵六", "Zhang San", "Li Si", "Wang Wu", "Zhao Liu")
HOSTILE = "<script>alert(1)</script>{{7*7}}{% x %}/etc/passwd\r\nBcc: x@evil.example\u202egnp.exe"


def samples(language: str) -> dict[str, Mail]:
    """Every kind, and the mails that are not everyday, by name."""
    return {kind: sample(kind, language) for kind in KINDS} | {
        "bundle": bundle(language),
        "assigned_many": assigned_many(language),
        "first_review": mail(
            language, replace(matter("decision_asked", language), data={"first": True})
        ),
        "not_ours": mail(
            language,
            replace(
                matter("decision_asked", language),
                new_date=None,
                data={"not_ours": True, "unit": word("committee", language)},
            ),
        ),
        "not_ours_decided": mail(
            language,
            replace(
                matter("decided", language),
                granted=True,
                data={"not_ours": True, "unit": word("committee", language)},
            ),
        ),
        "inspected_answered": answered(language),
        "assigned_team": mail(language, replace(matter("assigned", language), audience="team")),
        "assigned_assist": assigned_many(language, audience="assist"),
        "assigned_liaison": assigned_many(language, audience="liaison"),
        "escalated_leader": to_leader(language),
        "escalated_coverage": coverage(language, "head"),
        "escalated_coverage_leader": coverage(language, "leader"),
        "caught_up": caught_up(language),
        "trial": replace(sample("reminder", language), trial_for=word("li", language)),
        "hostile": hostile(language),
    }


def to_leader(language: str) -> Mail:
    made = replace(
        matter("escalated", language),
        audience="leader",
        level=2,
        why=word("why_leader", language),
        next=Next(on=date(2010, 6, 21), to=word("next_principal", language)),
    )
    return upward(mail(language, made))


def coverage(language: str, audience: str) -> Mail:
    """A mass task climbs as the coverage of its units."""
    lines = [
        replace(
            matter("escalated", language),
            title=word(title, language),
            clause=clause,
            unit=word(unit, language),
            missing=missing,
            total=12,
            audience=audience,
            skipped=(),
            names=tuple(word(key, language) for key in ("zhang", "li", "wang")[:missing]),
        )
        for title, clause, unit, missing in (
            ("notes", "A3.4", "branch", 3),
            ("ideas", "A5", "branch", 1),
            ("notes", "A3.4", "branch_2", 2),
        )
    ]
    made = mail(language, *lines)
    return made if audience == "head" else upward(made)


def assigned_many(language: str, audience: str = "holder") -> Mail:
    titles = ("intentions", "publish", "notes", "ideas", "rally", "rules")
    return mail(
        language,
        *(
            replace(
                matter("assigned", language),
                title=word(title, language),
                clause=f"A{n}.1",
                evidence="" if n % 2 else word("minutes", language),
                after=word("intentions", language) if title == "publish" else "",
                audience=audience,
            )
            for n, title in enumerate(titles, start=1)
        ),
    )


def answered(language: str) -> Mail:
    """The office answers a unit that contested the facts of an inspection."""
    made = matter("inspected", language)
    said = {"contested": word("busy", language), "answer": word("agreed", language)}
    return mail(language, replace(made, data=made.data | said))


def bundle(language: str) -> Mail:
    kinds = ("assigned", "reminder", "due_today", "overdue", "returned", "completed")
    made = [matter(kind, language) for kind in kinds]
    return mail(language, *made, replace(made[1], title=word("notes", language)))


def caught_up(language: str) -> Mail:
    """After an outage: late, perhaps sent twice, and read by a deputy."""
    made = replace(
        matter("overdue", language),
        missed_on=(date(2010, 6, 8), date(2010, 6, 12)),
        deputy_for=word("wang", language),
    )
    return mail(language, made, maybe_twice=True)


def hostile(language: str) -> Mail:
    """Every text a user can write tries to break out."""
    title = HOSTILE + "长" * 300 if language == "zh" else HOSTILE + "x" * 300
    bad = replace(
        entry("returned", language),
        title=title,
        clause=HOSTILE,
        words=HOSTILE,
        unit=HOSTILE,
        reason=HOSTILE,
        note=HOSTILE,
        actor=HOSTILE,
        evidence=HOSTILE,
        skipped=(HOSTILE,),
        after=HOSTILE,
        also=HOSTILE,
        assist=HOSTILE,
        verifier=HOSTILE,
        deputy_for=HOSTILE,
        next=Next(on=TODAY, to=HOSTILE),
        why=HOSTILE,
        link="javascript:alert(1)",
    )
    return mail(language, bad, reader=HOSTILE, office=HOSTILE, programme_title=HOSTILE)


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        for name, made in samples(language).items():
            done = render(made)
            (folder / f"{name}.{language}.html").write_text(done.html, encoding="utf-8")
            plain = f"Subject: {done.subject}\n\n{done.text}\n"
            (folder / f"{name}.{language}.txt").write_text(plain, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
