"""The staff's pages of the screening."""

from django.urls import path

from reviews.admin import (
    appointments,
    blinding,
    conflicts,
    deciding_lists,
    decision,
    desk,
    draws,
    lists,
    objections,
    panel_books,
    panel_keying,
    panel_papers,
    panels,
    planning,
    pool,
    prompting,
    ranking,
    ranking_acts,
    reminding,
    rosters,
    scoring,
)
from venture.doors.admin import mount

__all__ = [
    "appointments", "blinding", "conflicts", "deciding_lists", "lists", "objections", "panels", "pool", "scoring",
]  # fmt: skip

mount(
    path("desk/drafts/", reminding.Drafts.as_view(), name="drafts"),
    path("desk/screening/<str:code>/", desk.Desk.as_view(), name="screening_desk"),
    path("desk/screening/<str:code>/act/<slug:verb>/", desk.Act.as_view(), name="screening_act"),
)

mount(
    path("desk/experts/new/", pool.Enter.as_view(), name="expert_new"),
    path("desk/experts/workbook/", rosters.Bring.as_view(), name="roster"),
    path("desk/experts/workbook/take/", rosters.Take.as_view(), name="roster_take"),
    path("desk/experts/workbook/empty.xlsx", rosters.Template.as_view(), name="roster_template"),
    path("desk/experts/<int:pk>/", pool.Desk.as_view(), name="expert_desk"),
    path("desk/experts/<int:pk>/change/", pool.Change.as_view(), name="expert_change"),
    path("desk/experts/<int:pk>/ties/", pool.AddTie.as_view(), name="expert_tie"),
    path("desk/experts/<int:pk>/act/<slug:verb>/", pool.Act.as_view(), name="expert_act"),
    path("desk/ties/<int:pk>/remove/", pool.RemoveTie.as_view(), name="expert_untie"),
    path("desk/rounds/<slug:code>/experts/", appointments.RoundExperts.as_view(), name="round_experts"),
    path("desk/rounds/<slug:code>/experts/<slug:verb>/", appointments.RoundAct.as_view(), name="round_experts_act"),
    path("desk/appointments/<int:pk>/<slug:verb>/", appointments.Act.as_view(), name="appointment_act"),
    path("desk/draws/<int:pk>/", draws.Desk.as_view(), name="draw_desk"),
    path("desk/draws/<int:pk>/record.json", draws.Record.as_view(), name="draw_record"),
    path("desk/draws/<int:pk>/<slug:verb>/", draws.Act.as_view(), name="draw_act"),
    path("desk/conflicts/<int:pk>/", conflicts.Desk.as_view(), name="conflict_desk"),
    path("desk/conflicts/<int:pk>/<slug:verb>/", conflicts.Act.as_view(), name="conflict_act"),
)

mount(
    path("desk/review/<str:code>/", scoring.ReviewDesk.as_view(), name="review_desk"),
    path("desk/review/<str:code>/start/", scoring.StartReview.as_view(), name="review_start"),
    path("desk/review/<str:code>/remind/", prompting.Remind.as_view(), name="review_remind"),
    path("desk/score-sheets/<int:pk>/", scoring.SheetDesk.as_view(), name="score_sheet_desk"),
    path("desk/score-sheets/<int:pk>/act/<slug:verb>/", scoring.SheetAct.as_view(), name="score_sheet_act"),
    path("desk/blind/<str:code>/", blinding.BlindDesk.as_view(), name="blind_desk"),
    path("desk/blind/<str:code>/act/<slug:verb>/", blinding.BlindAct.as_view(), name="blind_act"),
)

mount(
    path("desk/assigning/<slug:code>/<int:order>/", planning.Desk.as_view(), name="assigning_desk"),
    path(
        "desk/assigning/<slug:code>/<int:order>/certificate.json",
        planning.Certificate.as_view(),
        name="assigning_certificate",
    ),
    path("desk/assigning/<slug:code>/<int:order>/<slug:verb>/", planning.Act.as_view(), name="assigning_act"),
)

mount(
    path("desk/ranking/<slug:code>/", ranking.RankingDesk.as_view(), name="ranking_desk"),
    path("desk/ranking/<slug:code>/export/<slug:what>/", ranking_acts.Export.as_view(), name="ranking_export"),
    path("desk/ranking/<slug:code>/act/<slug:verb>/", ranking_acts.Act.as_view(), name="ranking_act"),
    path("desk/decision/<slug:code>/", decision.DecisionDesk.as_view(), name="decision_desk"),
    path("desk/decision/<slug:code>/act/<slug:verb>/", decision.Act.as_view(), name="decision_act"),
    path("desk/decision/<slug:code>/awards/", decision.ConfirmAwards.as_view(), name="awards_confirm"),
    path("desk/awards/<int:pk>/<slug:verb>/", decision.AwardAct.as_view(), name="award_act"),
    path("desk/feedback/<int:pk>/", deciding_lists.FeedbackDesk.as_view(), name="feedback_desk"),
    path("desk/feedback/<int:pk>/act/<slug:verb>/", deciding_lists.FeedbackAct.as_view(), name="feedback_act"),
)

mount(
    path("desk/objections/<int:pk>/", objections.Desk.as_view(), name="objection_desk"),
    path("desk/objections/<int:pk>/act/<slug:verb>/", objections.Act.as_view(), name="objection_act"),
    path("desk/awards-notice/<slug:code>/", objections.AwardsNotice.as_view(), name="awards_notice"),
)

mount(
    path("desk/panels/<slug:code>/<int:order>/new/", panels.New.as_view(), name="panel_new"),
    path("desk/panel/<int:pk>/", panels.Desk.as_view(), name="panel_desk"),
    path("desk/panel/<int:pk>/change/", panels.Change.as_view(), name="panel_change"),
    path("desk/panel/<int:pk>/live/", panels.Live.as_view(), name="panel_live"),
    path("desk/panel/<int:pk>/act/<slug:verb>/", panels.Act.as_view(), name="panel_act"),
    path("desk/panel/<int:pk>/paper/<int:seat>/", panel_keying.Keying.as_view(), name="panel_keying"),
    path("desk/panel/<int:pk>/scan/", panel_keying.Scan.as_view(), name="panel_scan"),
    path("desk/keyed/<int:pk>/drop/", panel_keying.Drop.as_view(), name="keyed_drop"),
    path("desk/panel/<int:pk>/scores.xlsx", panel_books.Template.as_view(), name="panel_book_template"),
    path("desk/panel/<int:pk>/workbook/", panel_books.Bring.as_view(), name="panel_book"),
    path("desk/panel/<int:pk>/workbook/load/", panel_books.Load.as_view(), name="panel_book_load"),
    path("desk/panel/<int:pk>/fees/", panel_papers.Fees.as_view(), name="panel_fees"),
    path("desk/panel/<int:pk>/print/<slug:what>/", panel_papers.Print.as_view(), name="panel_print"),
)
