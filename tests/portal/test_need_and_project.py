"""A need on the portal beside the project that answers it, also where the project was named after the match."""

import pytest
from django.test import Client

from grants.models import Grant
from projects import flows
from tests.accounts.factories import make_user
from tests.grants.agreements.cases import in_force, make_case
from tests.projects.factories import make_need

pytestmark = pytest.mark.django_db


def test_a_matched_need_shows_its_project_once_that_is_named_and_until_then_a_way_to_begin_one(client: Client) -> None:
    case, by = make_case(), make_user()
    in_force(case)
    project, need = case.award.project, make_need(by)
    flows.publish_needs(need_ids=[need.pk], actor=by)
    flows.match_need(need_id=need.pk, organization=project.organization, actor=by)
    address, begins = f"/needs/{need.code}/", f"/applications/new/?need={need.code}"
    member = Client()
    member.force_login(case.owner, backend="django.contrib.auth.backends.ModelBackend")

    assert (begins in member.get(address).content.decode(), begins in client.get(address).content.decode()) == (
        True, False,
    )  # fmt: skip
    assert client.get(address).context["answers"] == []
    flows.bind_need(need_id=need.pk, project_id=project.pk, actor=by)

    shown = client.get(address)
    [answer] = shown.context["answers"]
    assert (answer.grant, answer.noted) == (Grant.objects.get(project=project), True)
    assert f"/projects/{project.code}/" in shown.content.decode()
    assert begins not in member.get(address).content.decode()
