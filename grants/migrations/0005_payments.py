import django.db.models.deletion
from django.db import migrations, models

from grants.migrations._guards import LOWER, RAISE


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0001_initial"),
        ("grants", "0004_agreements"),
    ]

    operations = [
        LOWER,
        migrations.AddField(
            model_name="payment",
            name="receipt_fen",
            field=models.BigIntegerField(default=0, verbose_name="amount on the receipt (fen)"),
        ),
        migrations.AddField(
            model_name="paymentorder",
            name="approval",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="files.storedfile",
                verbose_name="request with the leaders' approval (scan)",
            ),
        ),
        RAISE,
    ]
