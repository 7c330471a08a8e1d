"""An application of the open call that lacks its risks, its pledge, its signature and its hand-in, in the city of
``VAR_DIR``.

    python -m tests.browser.prepared PASSWORD     prints ``{"login": …, "code": …}``

A process of its own, with the demonstration's settings; the words are those of a hand-written project.
"""

import json
import sys
from datetime import timedelta

LEFT_OUT = {"risks", "commitment"}


def prepare(password: str) -> dict[str, str]:
    from django.db.models import Exists, OuterRef

    from organizations.models import Community, Organization
    from projects.demo.applying import OPEN, Play
    from projects.demo.cores import sound
    from projects.demo.story import Story
    from projects.models import Project
    from rounds.models import Round

    round_ = Round.objects.get(code=OPEN)
    begun = Project.objects.filter(organization=OuterRef("pk"), round=round_)
    organization = Organization.objects.filter(~Exists(begun), state="verified").earliest("pk")
    wanted = next(each for each in sound() if "risks" in each)
    places = list(Community.objects.order_by("code")[: len(wanted["landing"]["places"])])
    story = Story(round_, organization, wanted, places=places, again=1, paper=Play().paper)
    story.begin()
    for section in story.typed:
        if section not in LEFT_OUT:
            story.save(section)
    story.bring()
    story.ask()
    story.consent()
    story.owner.set_password(password)
    story.owner.save(update_fields=["password"])
    return {"login": str(story.owner.email or story.owner.mobile), "code": story.project.code}


if __name__ == "__main__":
    import django

    django.setup()
    from tests.today import MADE
    from venture.kernel import clock

    with clock.at(MADE + timedelta(minutes=30), going=True):
        ready = prepare(sys.argv[1])
    sys.stdout.write(json.dumps(ready))
