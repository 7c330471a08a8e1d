"""The database keeps the ledger's counters and refuses to change what was booked, sent, confirmed or closed."""

from django.db import migrations

from grants.migrations._guards import raise_guards, take_guards_away


class Migration(migrations.Migration):
    dependencies = [("grants", "0001_initial")]

    operations = [migrations.RunPython(raise_guards, take_guards_away)]
