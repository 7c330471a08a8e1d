"""Activities and expenses of one's own project for programs: recorded once by their key, taken back with a reason."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import Scope
from grants.api.own import GrantDoor
from grants.enums import ExpenseState, PayMethod
from grants.flows import running as flows
from grants.forms.running import ActivityForm, ExpenseForm
from grants.models import Activity, Expense, Grant
from grants.queries.running import desk
from grants.words.running import say_flags
from organizations.models import Community
from venture.doors.api.doors import ListDoor
from venture.doors.api.keys import KEY, own_key_of

FILE = 32
NUMBERS = ("minutes", "staff", "volunteers", "volunteer_hours")


class ActivityRow(serializers.ModelSerializer[Activity]):
    """An activity that took place. One that was taken back stays, with its reason, and counts no more."""

    id = serializers.IntegerField(source="pk", read_only=True)
    community = serializers.SlugRelatedField[Any](read_only=True, slug_field="code", allow_null=True)
    photos = serializers.SerializerMethodField(help_text=_("How many."))
    sheet = serializers.SerializerMethodField(help_text=_("Whether a sign-in sheet is kept."))

    class Meta:
        model = Activity
        fields: tuple[str, ...] = (
            "id", "planned", "title", "on", "people", "signed", "minutes", "place", "community", "led_by", "staff",
            "volunteers", "volunteer_hours", "words", "photos", "sheet", "recorded_at", "withdrawn_at",
            "withdrawn_reason",
        )  # fmt: skip
        read_only_fields: ClassVar[tuple[str, ...]] = fields

    def get_photos(self, row: Activity) -> int:
        return len(row.photos.all())

    def get_sheet(self, row: Activity) -> bool:
        return row.sign_in_id is not None


class NewActivity(serializers.Serializer[Any]):
    """``photos`` are keys of files brought for ``grants.activity_photo``, ``sign_in`` for ``grants.sign_in_sheet``."""

    planned = serializers.CharField(max_length=40, help_text=_("Key of the plan's activity, or “other”."))
    on = serializers.DateField()
    people = serializers.IntegerField(min_value=0, max_value=100_000)
    title = serializers.CharField(max_length=80, required=False, allow_blank=True)
    words = serializers.CharField(max_length=1000, required=False, allow_blank=True)
    place = serializers.CharField(max_length=80, required=False, allow_blank=True)
    community = serializers.CharField(
        max_length=12, required=False, allow_blank=True, help_text=_("Its division code.")
    )
    led_by = serializers.CharField(max_length=60, required=False, allow_blank=True)
    minutes = serializers.IntegerField(min_value=0, max_value=1440, required=False)
    staff = serializers.IntegerField(min_value=0, max_value=100_000, required=False)
    volunteers = serializers.IntegerField(min_value=0, max_value=100_000, required=False)
    volunteer_hours = serializers.IntegerField(min_value=0, max_value=100_000, required=False)
    signed = serializers.IntegerField(min_value=0, max_value=100_000, required=False)
    sign_in = serializers.CharField(min_length=FILE, max_length=FILE, required=False)
    photos = serializers.ListField(
        child=serializers.CharField(min_length=FILE, max_length=FILE), max_length=9, required=False
    )
    consent = serializers.BooleanField(
        default=False, help_text=_("Everybody on the photos agrees that they are shown.")
    )
    children = serializers.BooleanField(default=False, help_text=_("Children can be recognised."))
    guardians = serializers.BooleanField(default=False, help_text=_("Their guardians agree."))


class WhyBack(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)


class OfGrant(GrantDoor, ListDoor):
    """Rows of one grant; the grant of another organisation looks missing."""

    scope = Scope.GRANTS
    write_scope = Scope.GRANTS_WRITE
    http_method_names = ("get", "head", "post")
    ordering = ("-on", "-pk")
    own: Grant

    def get(self, request: Request, **keys: Any) -> Response:
        self.own = self.grant(keys["code"])
        return super().get(request, **keys)

    def get_queryset(self) -> QuerySet[Any]:
        return self.rows()


class ActivityFilters(filters.FilterSet):
    since = filters.DateFilter(field_name="on", lookup_expr="gte", label=_("on this day or later"))
    until = filters.DateFilter(field_name="on", lookup_expr="lte", label=_("on this day or before"))
    withdrawn = filters.BooleanFilter(
        field_name="withdrawn_at", lookup_expr="isnull", exclude=True, label=_("taken back")
    )

    class Meta:
        model = Activity
        fields: ClassVar[list[str]] = []


class ActivityList(OfGrant):
    queryset = Activity.objects.none()
    filterset_class = ActivityFilters
    serializer_class = ActivityRow

    def rows(self) -> QuerySet[Activity]:
        return desk.for_activities(self.own)

    @extend_schema(
        operation_id="grants_activities", tags=["grants"], summary=_("Activities of a project, the newest first"),
        description=_("Of a project of your organisation."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)

    @extend_schema(
        operation_id="grants_activity_record", tags=["grants"], request=NewActivity, responses={201: ActivityRow},
        parameters=[KEY], filters=False, summary=_("Record an activity"),
        description=_("Once: the same key again is the same activity. Photos without consent are shown to nobody."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        grant, key, given = self.grant(code), own_key_of(request), self.taken(NewActivity)
        self.refuse_unless("running.record", grant, "grant_step_not_yours")
        activity = self._recorded(grant, key, given)
        told = desk.for_activities(grant).get(pk=activity.pk)
        return Response(ActivityRow(told).data, status=status.HTTP_201_CREATED)

    def _recorded(self, grant: Grant, key: str, given: dict[str, Any]) -> Activity:
        stands = grant.activities.filter(key=key).first()
        if stands is not None:
            return stands
        code = given.get("community", "")
        found = Community.objects.filter(code=code).first() if code else None
        community = found.pk if found is not None else "" if not code else 0
        form = ActivityForm({**given, "key": key, "community": community}, {}, grant=grant)
        read = _valid(form)
        told = {name: read[name] for name in ("planned", "place", "led_by", "words", "community", "signed")}
        agreed = {name: read[name] for name in ("consent", "children", "guardians")}
        return flows.record_activity(
            grant_id=grant.pk, key=key, title=read["title"], on=read["on"], people=read["people"], actor=self.person,
            sign_in=given.get("sign_in", ""), photos=[flows.Photo(each, **agreed) for each in given.get("photos", [])],
            **told, **{name: read[name] or 0 for name in NUMBERS},
        )  # fmt: skip


class ActivityBack(GrantDoor):
    http_method_names = ("post",)

    @extend_schema(
        operation_id="grants_activity_back", tags=["grants"], request=WhyBack, responses=ActivityRow,
        summary=_("Take an activity back"), description=_("It stays on record and counts no more."),
    )  # fmt: skip
    def post(self, request: Request, code: str, pk: int) -> Response:
        grant = self.grant(code)
        activity: Activity = get_object_or_404(grant.activities, pk=pk)
        given = self.taken(WhyBack)
        self.refuse_unless("activities.mend", activity, "grant_step_not_yours")
        flows.take_activity_back(activity_id=activity.pk, actor=self.person, **given)
        return Response(ActivityRow(desk.for_activities(grant).get(pk=pk)).data)


class ExpenseRow(serializers.ModelSerializer[Expense]):
    """An expense from the project's money, in fen. ``line`` is the key of the budget's line, empty outside of it."""

    id = serializers.IntegerField(source="pk", read_only=True)
    state = serializers.ChoiceField(ExpenseState.choices)
    method = serializers.ChoiceField(PayMethod.choices)
    fund_source = serializers.CharField(source="source_slug", read_only=True)
    activity = serializers.IntegerField(source="activity_id", read_only=True, allow_null=True)
    strikes = serializers.SerializerMethodField(help_text=_("What struck the checks, in words."))

    class Meta:
        model = Expense
        fields: tuple[str, ...] = (
            "id", "state", "line", "fund_source", "on", "amount_fen", "voucher_number", "payee", "method", "purpose",
            "activity", "strikes", "reason", "answer", "entered_at", "judged_at",
        )  # fmt: skip
        read_only_fields: ClassVar[tuple[str, ...]] = fields

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_strikes(self, row: Expense) -> list[str]:
        return say_flags(row.flags)


class NewExpense(serializers.Serializer[Any]):
    """``voucher`` is the key of a file brought for ``grants.voucher``."""

    line = serializers.CharField(max_length=40, help_text=_("Key of the budget's line, or “out”."))
    on = serializers.DateField()
    amount_fen = serializers.IntegerField(min_value=1, max_value=10**13)
    voucher_number = serializers.CharField(max_length=40)
    payee = serializers.CharField(max_length=80)
    purpose = serializers.CharField(max_length=120)
    method = serializers.ChoiceField(PayMethod.choices, default=PayMethod.TRANSFER)
    fund_source = serializers.CharField(
        max_length=20, required=False, allow_blank=True, default="", help_text=_("Where the grant has more than one.")
    )
    activity = serializers.IntegerField(min_value=1, max_value=2**31, required=False, allow_null=True, default=None)
    voucher = serializers.CharField(min_length=FILE, max_length=FILE, required=False)


class ExpenseFilters(filters.FilterSet):
    state = filters.ChoiceFilter(choices=ExpenseState.choices, label=_("state"))
    line = filters.CharFilter(field_name="line", max_length=40, label=_("budget line"))
    since = filters.DateFilter(field_name="on", lookup_expr="gte", label=_("on this day or later"))
    until = filters.DateFilter(field_name="on", lookup_expr="lte", label=_("on this day or before"))

    class Meta:
        model = Expense
        fields: ClassVar[list[str]] = ["state"]


class ExpenseList(OfGrant):
    queryset = Expense.objects.none()
    filterset_class = ExpenseFilters
    serializer_class = ExpenseRow

    def rows(self) -> QuerySet[Expense]:
        return desk.for_expenses(self.own)

    @extend_schema(
        operation_id="grants_expenses", tags=["grants"], summary=_("Expenses of a project, the newest first"),
        description=_("Of a project of your organisation, with what struck the checks."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)

    @extend_schema(
        operation_id="grants_expense_enter", tags=["grants"], request=NewExpense, responses={201: ExpenseRow},
        parameters=[KEY], filters=False, summary=_("Enter an expense"),
        description=_("Once: the same key again is the same expense. What strikes the checks is told, and entered."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        grant, key, given = self.grant(code), own_key_of(request), self.taken(NewExpense)
        self.refuse_unless("running.spend", grant, "grant_step_not_yours")
        expense = self._entered(grant, key, given)
        told = desk.for_expenses(grant).get(pk=expense.pk)
        return Response(ExpenseRow(told).data, status=status.HTTP_201_CREATED)

    def _entered(self, grant: Grant, key: str, given: dict[str, Any]) -> Expense:
        stands = grant.expenses.filter(key=key).first()
        if stands is not None:
            return stands
        fen = given["amount_fen"]
        yuan = f"{fen // 100}.{fen % 100:02d}"
        typed = {
            **given, "key": key, "amount_fen": yuan, "source_slug": given["fund_source"],
            "activity": given["activity"] or "",
        }  # fmt: skip
        form = ExpenseForm(typed, {}, grant=grant)
        read = _valid(form)
        plain = ("line", "on", "amount_fen", "voucher_number", "payee", "purpose", "method")
        return flows.enter_expense(
            grant_id=grant.pk, key=key, voucher=given.get("voucher", ""), activity_id=read["activity"],
            source_slug=given["fund_source"], actor=self.person, **{name: read[name] for name in plain},
        )  # fmt: skip


class ExpenseAnswer(serializers.Serializer[Any]):
    answer = serializers.CharField(max_length=300)


class ExpenseAct(GrantDoor):
    http_method_names = ("post",)

    def done(self, code: str, pk: int, right: str, flow: Any, shape: Any) -> Response:
        grant = self.grant(code)
        expense: Expense = get_object_or_404(grant.expenses, pk=pk)
        given = self.taken(shape)
        self.refuse_unless(right, expense, "grant_step_not_yours")
        flow(expense_id=expense.pk, actor=self.person, **given)
        return Response(ExpenseRow(desk.for_expenses(grant).get(pk=pk)).data)


class ExpenseAnswered(ExpenseAct):
    @extend_schema(
        operation_id="grants_expense_answer", tags=["grants"], request=ExpenseAnswer, responses=ExpenseRow,
        summary=_("Answer a question about an expense"), description=_("It waits for its check again."),
    )  # fmt: skip
    def post(self, request: Request, code: str, pk: int) -> Response:
        return self.done(code, pk, "expenses.answer", flows.answer_expense, ExpenseAnswer)


class ExpenseBack(ExpenseAct):
    @extend_schema(
        operation_id="grants_expense_back", tags=["grants"], request=WhyBack, responses=ExpenseRow,
        summary=_("Take an expense back"), description=_("Before it is judged; the record stays with its reason."),
    )  # fmt: skip
    def post(self, request: Request, code: str, pk: int) -> Response:
        return self.done(code, pk, "expenses.reverse", flows.reverse_expense, WhyBack)


def _valid(form: Any) -> dict[str, Any]:
    """Return what the page's own form read. Answer 400 with its sentences, by field."""
    if not form.is_valid():
        raise ValidationError({name: [str(each) for each in errors] for name, errors in form.errors.items()})
    read: dict[str, Any] = form.cleaned_data
    return read
