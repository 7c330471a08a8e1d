"""A round's own text: checked when it is brought, filled in where Word cut its words, printed like the default."""

from io import BytesIO

import pytest
from docx import Document

from grants.flows import agreements as flows
from grants.flows.agreements.printing import pdf_of, word_of
from grants.models import AgreementTemplate
from grants.queries.agreement_words import fill_word, text_of_word
from tests.grants.agreements.cases import OFFERED, WORDS, drafted, make_case, template, word
from tests.venture.files.samples import pages_of
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal, sentence_of

pytestmark = pytest.mark.django_db


def test_a_text_of_ones_own_is_taken_filled_in_and_printed_with_its_annex() -> None:
    case = make_case()
    with clock.at(OFFERED):
        flows.bring_template(round_id=case.scored.round.pk, file=template(case, table=True), actor=case.clerk)
    agreement = drafted(case)

    text = text_of_word(word_of(agreement))
    assert "{{" not in text
    assert agreement.number in text
    assert f"{case.award.project.organization.name}实施{case.award.project.title}" in text
    assert agreement.content["blocks"][0]["kind"] == "title"
    assert pages_of(pdf_of(agreement, mark="草稿")) == 2


@pytest.mark.parametrize(
    ("text", "code", "named"),
    [
        (f"{WORDS}{{{{ 收款人 }}}}", "template_fields_unknown", "收款人"),
        (WORDS.replace("{{ amount }}", ""), "template_fields_missing", "amount"),
        (f"{WORDS}{{% if amount %}}", "template_runs_code", "{%"),
    ],
)
def test_what_a_text_lacks_is_named_and_nothing_is_taken(text: str, code: str, named: str) -> None:
    case = make_case()
    with clock.at(OFFERED), pytest.raises(RuleRefusal) as told:
        flows.bring_template(round_id=case.scored.round.pk, file=template(case, text), actor=case.clerk)
    assert told.value.code == code
    assert named in sentence_of(told.value)
    assert not AgreementTemplate.objects.exists()


def test_the_default_text_comes_back_and_an_old_draft_keeps_its_own() -> None:
    case = make_case()
    with clock.at(OFFERED):
        flows.bring_template(round_id=case.scored.round.pk, file=template(case), actor=case.clerk)
        flows.bring_template(round_id=case.scored.round.pk, file=template(case), actor=case.clerk)
    assert AgreementTemplate.objects.filter(current=True).count() == 1
    agreement = drafted(case)
    assert flows.drop_template(round_id=case.scored.round.pk, actor=case.clerk) == 1
    assert flows.drop_template(round_id=case.scored.round.pk, actor=case.clerk) == 0
    assert agreement.template is not None


def test_a_field_that_word_cut_in_pieces_is_filled_in_once() -> None:
    paper = Document()
    line = paper.add_paragraph()
    for piece in ("甲{", "{ ami", "ount }}乙{{ number }}"):
        line.add_run(piece.replace("ami", "am"))
    out = BytesIO()
    paper.save(out)
    assert text_of_word(fill_word(out.getvalue(), {"amount": "8.00", "number": "X1"})).strip() == "甲8.00乙X1"
    assert "{{ amount }}" in text_of_word(word("{{ amount }}"))
