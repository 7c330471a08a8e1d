from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("files", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="storedfile",
            name="ticket",
            field=models.CharField(blank=True, default="", editable=False, max_length=32, verbose_name="ticket"),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="storedfile",
            name="owner",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=models.deletion.PROTECT, related_name="stored_files",
                to=settings.AUTH_USER_MODEL, verbose_name="uploaded by",
            ),
        ),
        migrations.AddConstraint(
            model_name="storedfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("owner__isnull", False), models.Q(("ticket", ""), _negated=True), _connector="OR"),
                name="file_of_somebody",
            ),
        ),
    ]
