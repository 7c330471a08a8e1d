"""The questions about money, risks and what remains."""

from django.utils.translation import pgettext_lazy as p_

from projects.words.labels.kinds import Label

QUESTIONS = {
    "budget.lines.category": Label(p_("form", "Kind of cost")),
    "budget.lines.item": Label(p_("form", "What is paid for")),
    "budget.lines.activity": Label(p_("form", "For which activity")),
    "budget.lines.unit": Label(p_("form", "Unit of the quantity")),
    "budget.lines.quantity": Label(p_("form", "Quantity")),
    "budget.lines.price": Label(p_("form", "Price of one"), unit=p_("form", "yuan")),
    "budget.lines.own": Label(p_("form", "Own money"), unit=p_("form", "yuan")),
    "budget.lines.donation": Label(p_("form", "Donations"), unit=p_("form", "yuan")),
    "budget.lines.basis": Label(p_("form", "How it was calculated")),
    "cofunding.sources.kind": Label(p_("form", "Kind of money")),
    "cofunding.sources.giver": Label(p_("form", "Who gives it")),
    "cofunding.sources.amount": Label(p_("form", "Amount"), unit=p_("form", "yuan")),
    "cofunding.sources.secured": Label(p_("form", "Already promised in writing")),
    "cofunding.sources.note": Label(p_("form", "Remark")),
    "cofunding.partners.name": Label(p_("form", "Name of the partner")),
    "cofunding.partners.role": Label(p_("form", "Part in the project")),
    "cofunding.partners.input": Label(p_("form", "What it brings"), hint=p_("form", "Money, rooms, people, goods.")),
    "risks.risks.risk": Label(
        p_("form", "What may go wrong"), example=p_("form", "An older visitor is taken ill on the way")
    ),
    "risks.risks.likelihood": Label(p_("form", "How likely")),
    "risks.risks.impact": Label(p_("form", "How grave")),
    "risks.risks.measure": Label(
        p_("form", "What is done about it"), hint=p_("form", "Beforehand, and when it happens.")
    ),
    "sustainability.funding": Label(p_("form", "Money afterwards"), hint=p_("form", "Who pays when the grant ends.")),
    "sustainability.team": Label(p_("form", "People afterwards"), hint=p_("form", "Who goes on with the work.")),
    "sustainability.spread": Label(
        p_("form", "What others can take over"), hint=p_("form", "Handbooks, forms, trained people.")
    ),
    "sustainability.exit": Label(
        p_("form", "How the project ends"), hint=p_("form", "What happens to the people served when it ends.")
    ),
}
