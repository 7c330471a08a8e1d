from projects.forms.needs import NeedForm, typed_in

__all__ = ["NeedForm", "typed_in"]
