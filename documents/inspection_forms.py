"""What stands in an inspection pack 迎检材料, as plain values; see `forms` for the house rules."""

from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One evidence file: under which name it stands in the folder of its clause, and its sum.

    lost: it is on record, but is not kept here any more.
    """

    name: str
    sha256: str
    lost: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Who answered a clause, how that stands, what was reported, who verified it and when.

    item: what it is called, where the clause does not say it. light: a word of `terms.LIGHTS`.
    """

    who: str
    item: str = ""
    state: str
    light: str
    due_on: date | None = None
    done_on: date | None = None
    said: str = ""
    verified_by: str = ""
    verified_on: date | None = None
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A clause of the plan (or a kind of item beside it) with everything that answers it.

    text: its own words. asks: the evidence it names. answered_with: the clause
    whose answer is this one's, too. documents: what supervision notices stand in the folder,
    which is empty where there is none.
    """

    clause: str
    title: str
    text: str = ""
    due_words: str = ""
    asks: str = ""
    answered_with: str = ""
    folder: str
    done: int
    answers: tuple[Answer, ...] = ()
    documents: tuple[str, ...] = ()

    @property
    def proofs(self) -> int:
        return len(self.files)

    @property
    def files(self) -> tuple[Proof, ...]:
        """The evidence of all its answers."""
        return tuple(proof for answer in self.answers for proof in answer.proofs)


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionForm:
    """The cover and the contents. scope: what was chosen, in words. beside: further files, each
    with what it is."""

    language: str
    title: str
    number: str = ""
    issuer: str
    phone: str = ""
    scope: tuple[tuple[str, str], ...] = ()
    as_of: date
    as_of_time: time | None = None
    clauses: tuple[Clause, ...] = ()
    beside: tuple[tuple[str, str], ...] = ()
