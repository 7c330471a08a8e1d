from django.urls import path, register_converter

from venture.files.registry import Purpose, purpose_of
from venture.files.views import Download, State, Upload


class FileKey:
    """The random key of a file: 32 hexadecimal digits."""

    regex = "[0-9a-f]{32}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class PurposeName:
    """The name of a declared purpose; the door gets the purpose itself, before anything of the body is read."""

    regex = r"[a-z_]+\.[a-z_]+"

    def to_python(self, value: str) -> Purpose:
        try:
            return purpose_of(value)
        except LookupError:
            raise ValueError(value) from None

    def to_url(self, value: Purpose | str) -> str:
        return value if isinstance(value, str) else value.name


register_converter(FileKey, "file_key")
register_converter(PurposeName, "file_purpose")

app_name = "files"
urlpatterns = [
    path("upload/<file_purpose:purpose>/", Upload.as_view(), name="upload"),
    path("<file_key:key>/", Download.as_view(), name="download"),
    path("<file_key:key>/state/", State.as_view(), name="state"),
]
