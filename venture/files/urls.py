from django.urls import path, register_converter

from venture.files.views import Download


class FileKey:
    """The random key of a file: 32 hexadecimal digits."""

    regex = "[0-9a-f]{32}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FileKey, "file_key")

app_name = "files"
urlpatterns = [path("<file_key:key>/", Download.as_view(), name="download")]
