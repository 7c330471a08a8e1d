"""The questions about need, aims, activities and team."""

from django.utils.translation import pgettext_lazy as p_

from projects.words.labels.kinds import Label

QUESTIONS = {
    "need.need": Label(
        p_("form", "Published need"),
        hint=p_("form", "If the project answers one of the published list. The community then sees your answer."),
    ),
    "need.background": Label(
        p_("form", "Why it is needed"),
        hint=p_("form", "How many are concerned, how badly, what happens if nothing is done."),
        example=p_(
            "form", "Of 120 households visited in June, 41 said that nobody calls within a week; 28 had a fall."
        ),
    ),
    "need.discovery": Label(p_("form", "How the need was found"), hint=p_("form", "Tick everything that was done.")),
    "need.data_source": Label(
        p_("form", "Sources of the numbers"), hint=p_("form", "Which survey or register, when, how many were asked.")
    ),
    "need.existing": Label(
        p_("form", "What exists, and what is lacking"),
        hint=p_("form", "Services nearby and why they do not reach these people."),
    ),
    "need.group": Label(
        p_("form", "Whom the project serves"),
        hint=p_("form", "Age, situation, place. No names."),
        example=p_("form", "People over seventy who live alone or as couples in Hefang and Dongmen"),
    ),
    "need.selection": Label(
        p_("form", "How they are chosen"),
        hint=p_("form", "Who comes first when there are more than places, and who decides."),
    ),
    "need.direct": Label(
        p_("form", "Direct beneficiaries"), hint=p_("form", "Persons, each counted once."), unit=p_("form", "persons")
    ),
    "need.indirect": Label(
        p_("form", "Indirect beneficiaries"),
        hint=p_("form", "Families and neighbours, if it can be said."),
        unit=p_("form", "persons"),
    ),
    "need.person_times": Label(
        p_("form", "Times of service"),
        hint=p_("form", "The same person may be counted many times."),
        unit=p_("form", "person-times"),
    ),
    "indicators.aim": Label(
        p_("form", "Overall aim"),
        hint=p_("form", "What will have changed when the project ends, in one or two sentences."),
        example=p_(
            "form", "By December every older person who lives alone in two communities is seen at least once a week."
        ),
    ),
    "indicators.objectives.text": Label(
        p_("form", "Objective"),
        hint=p_("form", "One change that can be checked."),
        example=p_("form", "The share of older people visited weekly rises from 34% to 95%."),
    ),
    "indicators.indicators.objective": Label(p_("form", "Belongs to objective")),
    "indicators.indicators.kind": Label(
        p_("form", "Kind"),
        hint=p_("form", "Output: what is done. Outcome: what changes. Satisfaction: what people say."),
    ),
    "indicators.indicators.name": Label(p_("form", "Name of the indicator"), example=p_("form", "Visits made")),
    "indicators.indicators.unit": Label(p_("form", "Unit"), example=p_("form", "times")),
    "indicators.indicators.baseline": Label(
        p_("form", "Today"), hint=p_("form", "The value before the project."), example=p_("form", "34%")
    ),
    "indicators.indicators.target": Label(p_("form", "Target"), example=p_("form", "95%")),
    "indicators.indicators.verification": Label(
        p_("form", "How it is proved"),
        hint=p_("form", "The paper or record that shows it."),
        example=p_("form", "Visiting sheets, collected monthly by the community"),
    ),
    "indicators.indicators.due": Label(p_("form", "Reached by")),
    "activities.approach": Label(
        p_("form", "How the project works"),
        hint=p_("form", "The steps from beginning to end and why in this order."),
        example=p_(
            "form", "First we recruit forty visitors from the same buildings and train them for two days; then …"
        ),
    ),
    "activities.activities.name": Label(p_("form", "Name of the activity")),
    "activities.activities.objective": Label(p_("form", "Serves objective")),
    "activities.activities.form": Label(p_("form", "Form")),
    "activities.activities.content": Label(p_("form", "What is done"), hint=p_("form", "Who does what, with whom.")),
    "activities.activities.sessions": Label(p_("form", "How often"), unit=p_("form", "sessions")),
    "activities.activities.per_session": Label(p_("form", "People each time"), unit=p_("form", "persons")),
    "activities.activities.starts_on": Label(p_("form", "From")),
    "activities.activities.ends_on": Label(p_("form", "Until")),
    "activities.activities.place": Label(p_("form", "Place of the activity")),
    "activities.activities.lead": Label(p_("form", "Responsible")),
    "activities.activities.outcome": Label(p_("form", "Expected result")),
    "team.volunteers": Label(p_("form", "How many volunteers"), unit=p_("form", "persons")),
    "team.volunteer_source": Label(
        p_("form", "Where they come from"), hint=p_("form", "A platform, a school, the neighbourhood.")
    ),
    "team.members.name": Label(p_("form", "Name")),
    "team.members.phone": Label(p_("form", "Mobile number"), hint=p_("form", "Eleven digits.")),
    "team.members.post": Label(p_("form", "Post in the organisation")),
    "team.members.education": Label(p_("form", "Education")),
    "team.members.major": Label(p_("form", "Subject studied")),
    "team.members.role": Label(p_("form", "Part in the project")),
    "team.members.qualification": Label(p_("form", "Social work qualification")),
    "team.members.certificate": Label(
        p_("form", "Number of the certificate"), hint=p_("form", "If there is a qualification.")
    ),
    "team.members.full_time": Label(p_("form", "Employed full time")),
    "team.members.share": Label(
        p_("form", "Working time for the project"), hint=p_("form", "Of the whole working time."), unit=p_("form", "%")
    ),
    "team.members.insured": Label(p_("form", "Social insurance paid")),
}
