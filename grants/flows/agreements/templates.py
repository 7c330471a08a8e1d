"""A round's own text: read and judged when it is brought, so that none is found wanting on the day it is needed."""

from accounts.models import User
from grants.domain.texts import faults_of, found_in
from grants.models import TEMPLATE_PURPOSE, AgreementTemplate
from grants.queries.agreement_words import read_word, text_of_word
from rounds.flows.locks import alone
from venture.audit.flows import record
from venture.files.flows import attach
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


def bring_template(*, round_id: int, file: str, actor: User) -> AgreementTemplate:
    """Take a Word file as the round's text from now on; agreements that were drafted keep theirs.

    ``file`` is the key of a stored file. Raise ``RuleRefusal``: ``template_unreadable``; ``template_runs_code`` for
    marks of a program; ``template_fields_unknown`` (``names``); ``template_fields_missing`` (``names``); what
    ``attach`` refuses.
    """
    with alone(round_id) as round_:
        stored = attach(file, purpose=TEMPLATE_PURPOSE, actor=actor)
        try:
            text = text_of_word(read_word(stored))
        except (KeyError, ValueError) as failure:
            raise RuleRefusal("template_unreadable") from failure
        unknown, missing, strange = faults_of(text)
        if strange:
            raise RuleRefusal("template_runs_code")
        if unknown:
            raise RuleRefusal("template_fields_unknown", names="、".join(each[:40] for each in unknown[:10]))
        if missing:
            raise RuleRefusal("template_fields_missing", names="、".join(missing))
        AgreementTemplate.objects.filter(round=round_, current=True).update(current=False)
        template = AgreementTemplate.objects.create(
            round=round_, file=stored, fields=found_in(text), uploaded_by=actor, uploaded_at=clock.now()
        )
        record(actor=actor, verb="agreement_template.bring", subject=template, round=round_.code, sha256=stored.sha256)
        return template


def drop_template(*, round_id: int, actor: User) -> int:
    """Go back to the default text; return how many texts were in use (one or none)."""
    with alone(round_id) as round_:
        template = AgreementTemplate.objects.filter(round=round_, current=True).first()
        if template is None:
            return 0
        template.current = False
        template.save(update_fields=["current"])
        record(actor=actor, verb="agreement_template.drop", subject=template, round=round_.code)
        return 1
