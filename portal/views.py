from django.views.generic import TemplateView


class Home(TemplateView):
    permission = "public"
    template_name = "portal/home.html"


class Desk(TemplateView):
    permission = "public"
    template_name = "portal/home.html"
