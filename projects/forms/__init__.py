from projects.forms.needs import NeedForm, typed_in
from projects.forms.resources import ResourceForm

__all__ = ["NeedForm", "ResourceForm", "typed_in"]
