"""Grants that are given up, and one number for one agreement."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from grants.migrations._guards import LOWER, RAISE

PERSON = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": settings.AUTH_USER_MODEL}


class Migration(migrations.Migration):
    dependencies = [
        ("grants", "0003_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        LOWER,
        migrations.CreateModel(
            name="Abandonment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Waiting for a decision"),
                            ("approved", "Approved"),
                            ("refused", "Refused"),
                            ("withdrawn", "Taken back"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("by_organization", models.BooleanField(default=False, verbose_name="by the organisation itself")),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("effect", models.JSONField(blank=True, default=dict, verbose_name="effect")),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided at")),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="answer")),
                ("asked_by", models.ForeignKey(verbose_name="asked by", **PERSON)),
                ("decided_by", models.ForeignKey(blank=True, null=True, verbose_name="decided by", **PERSON)),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="abandonments",
                        to="grants.grant",
                        verbose_name="grant",
                    ),
                ),
            ],
            options={
                "verbose_name": "abandonment",
                "verbose_name_plural": "abandonments",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["asked", "approved", "refused", "withdrawn"])),
                        name="abandonment_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="abandonment_has_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("by_organization", True),
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="abandonment_by_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("by_organization", True),
                            models.Q(("state", "approved"), _negated=True),
                            ("decided_by__isnull", False),
                            _connector="OR",
                        ),
                        name="abandonment_decided_by_somebody",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")), fields=("grant",), name="abandonment_one_at_a_time"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number", ""), _negated=True), fields=("number",), name="agreement_number_once"
            ),
        ),
        RAISE,
    ]
