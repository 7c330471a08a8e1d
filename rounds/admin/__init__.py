"""The staff's pages of rounds."""

from django.urls import path, register_converter

from rounds.admin import calendars, deciding, doors, grounds, observers, setup, start, unit_tasks, units
from rounds.admin.acts import ACTS
from venture.doors.admin import mount

__all__ = ["doors"]


class RoundCode:
    """A year, and a letter or word for a second round: never the name of a model, so the addresses cannot collide."""

    regex = r"[0-9]{4}(?:-[a-z0-9]+)?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class ActName(RoundCode):
    regex = "|".join(ACTS)


register_converter(RoundCode, "round_code")
register_converter(ActName, "round_act")

mount(
    path("rounds/calendar/load/", calendars.Load.as_view(), name="rounds_calendar_load"),
    path("rounds/new/", start.Start.as_view(), name="rounds_start"),
    path("rounds/<round_code:code>/", setup.Desk.as_view(), name="rounds_desk"),
    path("rounds/<round_code:code>/setup/<slug:key>/", setup.StepPage.as_view(), name="rounds_step"),
    path("rounds/<round_code:code>/preview/", setup.Preview.as_view(), name="rounds_preview"),
    path("rounds/<round_code:code>/log/", setup.Log.as_view(), name="rounds_log"),
    path("rounds/<round_code:code>/rules/<int:number>.json", grounds.RulesFile.as_view(), name="rounds_rules"),
    path("rounds/<round_code:code>/act/<round_act:verb>/", deciding.Act.as_view(), name="rounds_act"),
    path("rounds/<round_code:code>/observers/", observers.Observers.as_view(), name="rounds_observers"),
    path(
        "rounds/<round_code:code>/observers/<int:pk>/end/", observers.EndObserver.as_view(), name="rounds_end_observer"
    ),
    path("rounds/<round_code:code>/tasks/", unit_tasks.OfRound.as_view(), name="rounds_unit_tasks"),
    path("desk/units/new/", units.Enter.as_view(), name="unit_new"),
    path("desk/units/plan/", units.TakeOver.as_view(), name="unit_take_over"),
    path("desk/units/<int:pk>/", units.Desk.as_view(), name="unit_desk"),
    path("desk/units/<int:pk>/<slug:verb>/", units.Act.as_view(), name="unit_act"),
    path("desk/unit-contacts/<int:pk>/end/", units.EndContact.as_view(), name="unit_contact_end"),
    path("desk/unit-duties/<int:pk>/end/", units.EndDuty.as_view(), name="unit_duty_end"),
    path("desk/unit-tasks/<int:pk>/", unit_tasks.Desk.as_view(), name="unit_task_desk"),
    path("desk/unit-tasks/<int:pk>/<slug:verb>/", unit_tasks.Act.as_view(), name="unit_task_act"),
    path("rounds/<round_code:code>/amend/", deciding.Amend.as_view(), name="rounds_amend"),
    path(
        "rounds/<round_code:code>/amend/<int:pk>/", deciding.DecideAmendment.as_view(), name="rounds_decide_amendment"
    ),
)
