"""The questions about the project in brief, the applicant, the places and the pledge."""

from django.utils.translation import pgettext_lazy as p_

from projects.words.labels.kinds import Label

QUESTIONS = {
    "project.title": Label(
        p_("form", "Title of the project"),
        hint=p_("form", "One name, the same in every paper. It should show the service."),
        example=p_("form", "Neighbours on watch – visits by older people to older people who live alone"),
    ),
    "project.category": Label(
        p_("form", "Field of service"),
        hint=p_("form", "Exactly one. It decides with which projects yours is compared."),
    ),
    "project.service": Label(
        p_("form", "Kind of service"), hint=p_("form", "Of the directions that the round names in this field.")
    ),
    "project.starts_on": Label(
        p_("form", "First day"), hint=p_("form", "Not before the day from which projects of this round may start.")
    ),
    "project.ends_on": Label(
        p_("form", "Last day"), hint=p_("form", "Not after the day by which projects of this round end.")
    ),
    "project.summary": Label(
        p_("form", "Summary"),
        hint=p_(
            "form", "For whom, which problem, by which means, with which result. This alone should explain the project."
        ),
        example=p_(
            "form", "Of 186 older people who live alone here, four in ten see nobody for a week. We pair each with …"
        ),
    ),
    "project.features": Label(
        p_("form", "What is special"),
        hint=p_("form", "What is new, what others can copy."),
        example=p_(
            "form", "Visitors live in the same building; the sheet has six boxes and can be ticked with a pencil."
        ),
    ),
    "project.leader_name": Label(
        p_("form", "Leader of the project"), hint=p_("form", "The person who leads the work and knows the application.")
    ),
    "project.leader_mobile": Label(
        p_("form", "Mobile number of the leader"), hint=p_("form", "Eleven digits; used for this application only.")
    ),
    "project.contact_name": Label(
        p_("form", "Person to contact"), hint=p_("form", "May be the leader. Questions and dates go to this person.")
    ),
    "project.contact_mobile": Label(p_("form", "Mobile number of the contact"), hint=p_("form", "Eleven digits.")),
    "organisation.intro": Label(
        p_("form", "About the organisation"),
        hint=p_("form", "Since when, with how many people, what it does best, how its accounts are kept."),
    ),
    "organisation.experience": Label(
        p_("form", "Experience with such services"),
        hint=p_("form", "Services of this kind, with numbers: for whom, for how long, with which result."),
        example=p_("form", "Since 2023 we have kept a telephone line for 118 older people; 11,000 calls so far."),
    ),
    "organisation.party": Label(
        p_("form", "Party building"), hint=p_("form", "Whether there is a Party organisation and how it takes part.")
    ),
    "organisation.similar.name": Label(p_("form", "Name of the project")),
    "organisation.similar.year": Label(p_("form", "Year"), hint=p_("form", "Four digits.")),
    "organisation.similar.funder": Label(p_("form", "Who paid")),
    "organisation.similar.amount": Label(p_("form", "Amount"), unit=p_("form", "yuan")),
    "organisation.similar.result": Label(p_("form", "Result"), hint=p_("form", "In one line.")),
    "landing.places.community": Label(p_("form", "Community"), hint=p_("form", "Type part of the name to find it.")),
    "landing.places.role": Label(
        p_("form", "What happens there"),
        hint=p_("form", "Where the project is based, where people benefit, or who assists."),
    ),
    "landing.places.people": Label(
        p_("form", "People reached there"),
        hint=p_("form", "Persons served directly in this community."),
        unit=p_("form", "persons"),
    ),
    "landing.places.venue": Label(p_("form", "Place"), hint=p_("form", "Room or address that the community gives.")),
    "landing.places.contact_name": Label(
        p_("form", "Person in the community"), hint=p_("form", "Who will be asked to agree.")
    ),
    "landing.places.contact_mobile": Label(
        p_("form", "Mobile number there"), hint=p_("form", "The link for the opinion goes to this number.")
    ),
    "commitment.truthful": Label(
        p_("form", "Everything in this application is true and every paper is genuine and valid.")
    ),
    "commitment.no_double": Label(
        p_("form", "No public money is asked or received for the same work from anybody else.")
    ),
    "commitment.supervision": Label(
        p_("form", "We accept supervision, audit and evaluation, and repay what is not spent as agreed.")
    ),
}
