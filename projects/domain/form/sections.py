"""The sections of the 申报书 (domain research, section 4: letters A to O) with their limits; a round may set others."""

from typing import Final

from projects.domain.form.kinds import Field, Form, Kind, Table

_YES_NO: Final = ("yes", "no")
_LEVELS: Final = ("low", "middle", "high")
COSTS: Final = (
    "activity", "material", "personnel", "expert", "publicity", "travel", "overhead", "tax", "audit", "equipment",
    "handout", "other",
)  # fmt: skip


def _line(name: str, limit: int = 60, **more: object) -> Field:
    return Field(name, Kind.LINE, limit=limit, **more)  # type: ignore[arg-type]  # the keywords are Field's own


def _text(name: str, limit: int, **more: object) -> Field:
    return Field(name, Kind.TEXT, limit=limit, **more)  # type: ignore[arg-type]


def _whole(name: str, limit: int = 1_000_000, **more: object) -> Field:
    return Field(name, Kind.WHOLE, limit=limit, **more)  # type: ignore[arg-type]


def _choice(name: str, choices: tuple[str, ...], **more: object) -> Field:
    return Field(name, Kind.CHOICE, choices=choices, **more)  # type: ignore[arg-type]


_FORMS: Final = (
    Form(
        "project",
        (
            _line("title", 30),
            Field("category", Kind.CHOICE),
            Field("service", Kind.CHOICE),
            Field("starts_on", Kind.DAY),
            Field("ends_on", Kind.DAY),
            _text("summary", 500),
            _text("features", 300, short=False),
            _line("leader_name", 20, identity=True),
            Field("leader_mobile", Kind.MOBILE, identity=True),
            _line("contact_name", 20, identity=True),
            Field("contact_mobile", Kind.MOBILE, identity=True),
        ),
    ),
    Form(
        "organisation",
        (
            _text("intro", 500, identity=True),
            _text("experience", 500, identity=True),
            _text("party", 200, required=False, identity=True, short=False),
        ),
        (
            Table(
                "similar",
                (
                    _line("name", 60, identity=True),
                    _whole("year", 2100),
                    _line("funder", 60, identity=True),
                    Field("amount", Kind.MONEY),
                    _line("result", 120, required=False),
                ),
                most=8,
            ),
        ),
    ),
    Form(
        "landing",
        tables=(
            Table(
                "places",
                (
                    Field("community", Kind.COMMUNITY),
                    _choice("role", ("landing", "benefit", "assist")),
                    _whole("people"),
                    _line("venue", 60, required=False),
                    _line("contact_name", 20, identity=True),
                    Field("contact_mobile", Kind.MOBILE, identity=True),
                ),
                least=1,
                most=20,
            ),
        ),
    ),
    Form(
        "need",
        (
            Field("need", Kind.NEED, required=False, limit=12),
            _text("background", 800),
            Field("discovery", Kind.CHOICES, choices=("survey", "interview", "visit", "data", "community", "other")),
            _line("data_source", 200, short=False),
            _text("existing", 300, short=False),
            _line("group", 100),
            _text("selection", 300),
            _whole("direct"),
            _whole("indirect", required=False),
            _whole("person_times", required=False),
        ),
    ),
    Form(
        "indicators",
        (_text("aim", 300),),
        (
            Table("objectives", (_text("text", 200),), least=1, most=8),
            Table(
                "indicators",
                (
                    Field("objective", Kind.REF, refers="indicators.objectives"),
                    _choice("kind", ("output", "outcome", "satisfaction")),
                    _line("name", 60),
                    _line("unit", 10),
                    _line("baseline", 20, required=False, short=False),
                    _line("target", 20),
                    _line("verification", 120),
                    Field("due", Kind.DAY),
                ),
                least=2,
                most=20,
            ),
        ),
    ),
    Form(
        "activities",
        (_text("approach", 800),),
        (
            Table(
                "activities",
                (
                    _line("name", 40),
                    Field("objective", Kind.REF, refers="indicators.objectives"),
                    _choice("form", ("case", "group", "community", "training", "other")),
                    _text("content", 300),
                    _whole("sessions", 10_000),
                    _whole("per_session", 100_000),
                    Field("starts_on", Kind.DAY),
                    Field("ends_on", Kind.DAY),
                    _line("place", 60),
                    _line("lead", 20, identity=True),
                    _line("outcome", 120, required=False, short=False),
                ),
                least=1,
                most=20,
            ),
        ),
    ),
    Form(
        "team",
        (
            _whole("volunteers", 100_000, required=False),
            _line("volunteer_source", 120, required=False),
        ),
        (
            Table(
                "members",
                (
                    _line("name", 20, identity=True),
                    Field("phone", Kind.MOBILE, identity=True),
                    _line("post", 40, identity=True),
                    _line("education", 20, required=False),
                    _line("major", 30),
                    _line("role", 40),
                    _choice("qualification", ("none", "assistant", "social_worker", "senior")),
                    _line("certificate", 40, required=False, identity=True),
                    _choice("full_time", _YES_NO),
                    _whole("share", 100),
                    _choice("insured", _YES_NO),
                ),
                least=1,
                most=20,
            ),
        ),
    ),
    Form(
        "budget",
        tables=(
            Table(
                "lines",
                (
                    _choice("category", COSTS),
                    _line("item", 60),
                    Field("activity", Kind.REF, required=False, refers="activities.activities"),
                    _line("unit", 10),
                    Field("quantity", Kind.NUMBER, limit=10_000_000),
                    Field("price", Kind.MONEY),
                    Field("own", Kind.MONEY, required=False),
                    Field("donation", Kind.MONEY, required=False),
                    _line("basis", 200, required=False),
                ),
                least=1,
            ),
        ),
    ),
    Form(
        "cofunding",
        tables=(
            Table(
                "sources",
                (
                    _choice("kind", ("own", "donation", "public")),
                    _line("giver", 60, identity=True),
                    Field("amount", Kind.MONEY),
                    _choice("secured", _YES_NO),
                    _line("note", 120, required=False),
                ),
                most=12,
            ),
            Table(
                "partners",
                (_line("name", 60, identity=True), _line("role", 60), _line("input", 120)),
                most=12,
            ),
        ),
    ),
    Form(
        "risks",
        tables=(
            Table(
                "risks",
                (
                    _line("risk", 80),
                    _choice("likelihood", _LEVELS),
                    _choice("impact", _LEVELS),
                    _text("measure", 200),
                ),
                least=1,
                most=10,
            ),
        ),
    ),
    Form(
        "sustainability",
        (_text("funding", 300), _text("team", 300), _text("spread", 300), _text("exit", 300)),
    ),
    # The papers are rows of their own with files; nothing is typed here.
    Form("files"),
    Form(
        "commitment",
        (Field("truthful", Kind.FLAG), Field("no_double", Kind.FLAG), Field("supervision", Kind.FLAG)),
    ),
)
FORMS: Final = {form.section: form for form in _FORMS}
