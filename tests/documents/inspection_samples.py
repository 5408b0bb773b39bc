"""A sample of the book of an inspection pack. Names and sums are invented."""

from datetime import date, time

from documents.inspection_forms import Answer, Clause, InspectionForm, Proof


def inspection(language: str) -> InspectionForm:
    """Three clauses: one answered with files, one without, one answered with another."""
    return InspectionForm(
        language=language,
        title="深入开展创先争优活动实施方案",
        number="师农发〔2010〕23号",
        issuer="师宗县农业局",
        phone="0874-5551004",
        scope=(("环节", "广泛发动、安排部署"), ("条款", "全部")),
        as_of=date(2010, 6, 30),
        as_of_time=time(17),
        clauses=(_answered(), _open(), _answered_elsewhere()),
        beside=(("督办台账和整改台账.xlsx", "督办台账、整改台账（同一截至时间）"),),
    )


def _answered() -> Clause:
    return Clause(
        clause="三（二）（一）一",
        title="召开动员大会",
        text="召开全局创先争优活动动员大会。\n党员全部参加。",
        due_words="2010年5月底前",
        asks="会议记录、签到册",
        folder="01 召开动员大会",
        done=2,
        answers=(
            Answer(
                who="种子支部\n吴麦秋",
                state="已办结",
                light="grey",
                due_on=date(2010, 5, 31),
                done_on=date(2010, 5, 30),
                said="已召开，到会21人",
                verified_by="周雪杉",
                verified_on=date(2010, 6, 2),
                proofs=(
                    Proof(name="种子支部-签到册.pdf", sha256="0123456789abcdef" * 4),
                    Proof(name="种子支部-会议记录.docx", sha256="fedcba9876543210" * 4, lost=True),
                ),
            ),
            Answer(who="土肥支部\n郑土香", state="已办结", light="grey", said="已召开"),
        ),
        documents=("师农督〔2010〕7号 督办单.docx",),
    )


def _open() -> Clause:
    return Clause(
        clause="",
        title="交办事项",
        folder="",
        done=0,
        answers=(
            Answer(
                who="农机支部\n冯铁犁",
                item="便民服务窗口排队时间过长的整改",
                state="办理中",
                light="red",
                due_on=date(2010, 6, 25),
            ),
        ),
    )


def _answered_elsewhere() -> Clause:
    return Clause(
        clause="三（三）",
        title="总结提高",
        answered_with="三（二）（一）一 召开动员大会",
        folder="",
        done=0,
    )
