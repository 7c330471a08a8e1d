"""Files for programs: brought for a purpose before the act that names them, by the same examination as on the site."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import Scope
from venture.doors.api.doors import ApiDoor
from venture.files.enums import FileState
from venture.files.examining import examine
from venture.files.flows import store
from venture.files.models import StoredFile
from venture.files.registry import Purpose
from venture.kernel import policy


class FileRow(serializers.ModelSerializer[StoredFile]):
    """A file. An act takes it up by its ``key``; what nobody takes up is cleaned away."""

    state = serializers.ChoiceField(FileState.choices)

    class Meta:
        model = StoredFile
        fields: tuple[str, ...] = ("key", "purpose", "name", "kind", "size", "sha256", "state", "created_at")
        read_only_fields = fields


class Brought(serializers.Serializer[Any]):
    file = serializers.FileField(allow_empty_file=True)


class FileBring(ApiDoor):
    """For whoever may do the act of the purpose; to anybody else it looks missing."""

    scope = Scope.FILES
    write_scope = Scope.FILE
    parser_classes = (MultiPartParser,)
    http_method_names = ("post",)

    @extend_schema(
        operation_id="files_bring", tags=["files"], request={"multipart/form-data": Brought}, responses={201: FileRow},
        summary=_("Bring a file"),
        description=_("For a purpose, for example grants.receipt. It is examined, and no picture keeps its place."),
    )  # fmt: skip
    def post(self, request: Request, what: Purpose) -> Response:
        if not what.may_upload or not policy.may(self.person, what.may_upload):
            raise Http404
        given = Brought(data=request.data)
        given.is_valid(raise_exception=True)
        file = store(examine(given.validated_data["file"], what), actor=self.person)
        return Response(FileRow(file).data, status=status.HTTP_201_CREATED)


class FileOne(ApiDoor):
    permission = "files.view"
    scope = Scope.FILES
    http_method_names = ("get", "head")

    @extend_schema(
        operation_id="files_one", tags=["files"], responses=FileRow, summary=_("Where a file stands"),
        description=_("One's own, or one that belongs to a row that one may read. Its content is read on the site."),
    )  # fmt: skip
    def get(self, request: Request, key: str) -> Response:
        return Response(FileRow(self.row_of(StoredFile.objects.all(), key=key)).data)
