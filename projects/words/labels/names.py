"""What sections, groups of questions, tables and choices are called."""

from django.utils.translation import pgettext_lazy as p_

from projects.enums import CostCategory
from projects.words.labels.kinds import Group, Lead, TableLabel

SECTIONS = {
    "project": Lead(p_("form", "What the project is called, when it runs and whom to ask about it."), minutes=20),
    "organisation": Lead(
        p_("form", "The facts of your organisation are taken over; here you say what it can do."), minutes=20
    ),
    "landing": Lead(
        p_("form", "Where the project works. Each community is asked to agree before you hand in."), minutes=10
    ),
    "need": Lead(p_("form", "What is lacking, for whom, and how you know it."), minutes=30),
    "indicators": Lead(p_("form", "What will have changed, and by which numbers it is shown."), minutes=30),
    "activities": Lead(p_("form", "What is done, when, and for which objective."), minutes=40),
    "team": Lead(p_("form", "Who does the work."), minutes=20),
    "budget": Lead(p_("form", "What it costs, and who pays which part."), minutes=45),
    "cofunding": Lead(p_("form", "Money that does not come from the grant, and who works with you."), minutes=10),
    "risks": Lead(p_("form", "What may go wrong, and what you do about it."), minutes=10),
    "sustainability": Lead(p_("form", "What goes on when the grant ends."), minutes=15),
    "files": Lead(p_("form", "The papers that the round asks for."), minutes=15),
    "commitment": Lead(p_("form", "The organisation's word, given when everything else is complete."), minutes=2),
}

# At most seven questions stand together.
GROUPS = {
    "project": (
        Group(p_("form", "The project"), ("title", "category", "service")),
        Group(p_("form", "Duration"), ("starts_on", "ends_on")),
        Group(p_("form", "In brief"), ("summary", "features")),
        Group(p_("form", "People to ask"), ("leader_name", "leader_mobile", "contact_name", "contact_mobile")),
    ),
    "organisation": (Group(p_("form", "What the organisation can do"), ("intro", "experience", "party")),),
    "need": (
        Group(p_("form", "The need"), ("need", "background", "discovery", "data_source", "existing")),
        Group(p_("form", "Beneficiaries"), ("group", "selection")),
        Group(p_("form", "How many"), ("direct", "indirect", "person_times")),
    ),
    "indicators": (Group(p_("form", "The aim"), ("aim",)),),
    "activities": (Group(p_("form", "The way of working"), ("approach",)),),
    "team": (Group(p_("form", "Volunteers"), ("volunteers", "volunteer_source")),),
    "sustainability": (Group(p_("form", "After the grant"), ("funding", "team", "spread", "exit")),),
    "commitment": (Group(p_("form", "We promise"), ("truthful", "no_double", "supervision")),),
}

TABLES = {
    "organisation.similar": TableLabel(
        p_("form", "Similar projects"),
        row=p_("form", "Similar project"),
        add=p_("form", "Add a project"),
        hint=p_("form", "The last three years, the most important first."),
    ),
    "landing.places": TableLabel(
        p_("form", "Communities"),
        row=p_("form", "Community"),
        add=p_("form", "Add a community"),
        hint=p_("form", "Every community in which the project works."),
    ),
    "indicators.objectives": TableLabel(
        p_("form", "Objectives"),
        row=p_("form", "Objective"),
        add=p_("form", "Add an objective"),
        hint=p_("form", "Two or three are enough."),
    ),
    "indicators.indicators": TableLabel(
        p_("form", "Indicators"),
        row=p_("form", "Indicator"),
        add=p_("form", "Add an indicator"),
        hint=p_("form", "Each objective needs at least one. The final evaluation counts these."),
    ),
    "activities.activities": TableLabel(
        p_("form", "Activities"),
        row=p_("form", "Activity"),
        add=p_("form", "Add an activity"),
        hint=p_("form", "In the order in which they begin. The budget refers to them."),
    ),
    "team.members": TableLabel(
        p_("form", "Team members"),
        row=p_("form", "Team member"),
        add=p_("form", "Add a member"),
        hint=p_("form", "Everybody who works for the project and is named in the budget."),
    ),
    "budget.lines": TableLabel(p_("form", "Lines of the budget"), row=p_("form", "Line"), add=p_("form", "Add a line")),
    "cofunding.sources": TableLabel(
        p_("form", "Own money and donations"),
        row=p_("form", "Source of money"),
        add=p_("form", "Add a source"),
        hint=p_("form", "The sums must be those of the budget."),
    ),
    "cofunding.partners": TableLabel(
        p_("form", "Partners"),
        row=p_("form", "Partner"),
        add=p_("form", "Add a partner"),
        hint=p_("form", "Who works with you, if anybody."),
    ),
    "risks.risks": TableLabel(
        p_("form", "Risks"),
        row=p_("form", "Risk"),
        add=p_("form", "Add a risk"),
        hint=p_("form", "At least one; the graver first."),
    ),
}

_YES_NO = {"yes": p_("form", "Yes"), "no": p_("form", "No")}
_LEVELS = {"low": p_("form", "Low"), "middle": p_("form", "Middle"), "high": p_("form", "High")}
CHOICES = {
    "landing.places.role": {
        "landing": p_("form", "Project is based here"),
        "benefit": p_("form", "People benefit"),
        "assist": p_("form", "Assists"),
    },
    "need.discovery": {
        "survey": p_("form", "Questionnaire"),
        "interview": p_("form", "Interviews"),
        "visit": p_("form", "Visits at home"),
        "data": p_("form", "Registers and statistics"),
        "community": p_("form", "Told by the community"),
        "other": p_("form", "Otherwise"),
    },
    "indicators.indicators.kind": {
        "output": p_("form", "Output"),
        "outcome": p_("form", "Outcome"),
        "satisfaction": p_("form", "Satisfaction"),
    },
    "activities.activities.form": {
        "case": p_("form", "Single cases"),
        "group": p_("form", "Groups"),
        "community": p_("form", "Community event"),
        "training": p_("form", "Training"),
        "other": p_("form", "Another form"),
    },
    "team.members.qualification": {
        "none": p_("form", "None"),
        "assistant": p_("form", "Assistant social worker"),
        "social_worker": p_("form", "Social worker"),
        "senior": p_("form", "Senior social worker"),
    },
    "cofunding.sources.kind": {
        "own": p_("form", "Own money of the organisation"),
        "donation": p_("form", "Donation"),
        "public": p_("form", "Other public money"),
    },
    "team.members.full_time": _YES_NO,
    "team.members.insured": _YES_NO,
    "cofunding.sources.secured": _YES_NO,
    "risks.risks.likelihood": _LEVELS,
    "risks.risks.impact": _LEVELS,
    "budget.lines.category": dict(CostCategory.choices),
}
