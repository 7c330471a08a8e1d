from django.urls import path

from portal import views
from portal.desks import DESKS

app_name = "portal"
urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("calls/", views.Calls.as_view(), name="calls"),
    path("calls/<slug:code>/", views.Guide.as_view(), name="guide"),
    path("calls/<slug:code>/form.pdf", views.BlankForm.as_view(), name="blank-form"),
    path("calls/<slug:code>/check/", views.MayWeApply.as_view(), name="check"),
    path("notices/", views.Notices.as_view(), name="notices"),
    path("notices/<slug:code>/<int:number>/", views.NoticePage.as_view(), name="notice"),
    path("notices/<slug:code>/<int:number>/content.json", views.NoticeContent.as_view(), name="notice-content"),
    path("notices/<slug:code>/<int:number>/notice.pdf", views.NoticePaper.as_view(), name="notice-paper"),
    path("notices/<slug:code>/<int:number>/list.xlsx", views.NoticeSheet.as_view(), name="notice-sheet"),
    path("notices/<slug:code>/<int:number>/objection/", views.FileObjection.as_view(), name="notice-object"),
    path("objections/", views.Objections.as_view(), name="objections"),
    path("objections/<slug:receipt>/", views.ObjectionPage.as_view(), name="objection"),
    path("objections/<slug:receipt>/answer.pdf", views.ObjectionLetter.as_view(), name="objection-letter"),
    path("objections/<slug:receipt>/<slug:verb>/", views.ObjectionAct.as_view(), name="objection-act"),
    path("ideas/", views.Ideas.as_view(), name="ideas"),
    path("ideas/<str:code>/", views.IdeaPage.as_view(), name="idea"),
    path("needs/", views.Needs.as_view(), name="needs"),
    path("needs/<str:code>/", views.NeedPage.as_view(), name="need"),
    path("resources/", views.Resources.as_view(), name="resources"),
    path("resources/<str:code>/", views.ResourcePage.as_view(), name="resource"),
    path("linkage/", views.LinkagePicture.as_view(), name="linkage"),
    path("lists/", views.Lists.as_view(), name="lists"),
    path("projects/", views.FundedProjects.as_view(), name="projects"),
    path("projects/feed.xml", views.Feed.as_view(), name="feed"),
    path("projects/<str:code>/press.zip", views.PressKit.as_view(), name="press"),
    path("projects/<str:code>/share.png", views.SharePicture.as_view(), name="share"),
    path("projects/<str:code>/embed/", views.Embed.as_view(), name="embed"),
    path("projects/<str:code>/", views.FundedProject.as_view(), name="project"),
    path("funds/", views.Funds.as_view(), name="funds"),
    path("funds/give/<slug:code>/", views.Give.as_view(), name="give"),
    path("funds/give/<slug:code>/<slug:target>/<str:name>/", views.GiveForm.as_view(), name="give-form"),
    path("funds/<slug:slug>/", views.FundPage.as_view(), name="fund"),
    path("donations/", views.Donations.as_view(), name="donations"),
    path("donations/<slug:receipt>/", views.DonationPage.as_view(), name="donation"),
    path("donations/<slug:receipt>/withdraw/", views.DonationAct.as_view(), name="donation-withdraw"),
    path("events/", views.Events.as_view(), name="events"),
    path("events/events.ics", views.EventsCalendar.as_view(), name="events-calendar"),
    path("years/", views.Years.as_view(), name="years"),
    path("years/<int:year>/", views.Years.as_view(), name="year"),
    path("figures/", views.Figures.as_view(), name="figures"),
    path("open/projects.csv", views.OpenData.as_view(), {"kind": "csv"}, name="open-csv"),
    path("open/projects.json", views.OpenData.as_view(), {"kind": "json"}, name="open-json"),
    path("help/", views.Page.as_view(template_name="portal/help.html"), name="help"),
    path("privacy/", views.Page.as_view(template_name="portal/privacy.html"), name="privacy"),
    path("accessibility/", views.Page.as_view(template_name="portal/accessibility.html"), name="accessibility"),
    path("audit/heads/", views.AuditHeads.as_view(), name="audit"),
    path("display/", views.Display.as_view(), name="display"),
    path("desk/", views.ToDesk.as_view(), name="desk"),
    *(
        path(f"{desk.name}/", views.DeskPage.as_view(desk_name=desk.name), name=f"desk-{desk.name}")
        for desk in DESKS.values()
        if not desk.page
    ),
]
