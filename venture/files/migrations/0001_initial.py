import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=32, unique=True, verbose_name='key')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('kind', models.CharField(choices=[('pdf', 'PDF'), ('ofd', 'OFD'), ('docx', 'Word (.docx)'), ('xlsx', 'Excel (.xlsx)'), ('jpg', 'photo (.jpg)'), ('png', 'picture (.png)'), ('zip', 'archive (.zip)')], max_length=10, verbose_name='kind')),
                ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('sha256_received', models.CharField(max_length=64, verbose_name='SHA-256 as received')),
                ('purpose', models.CharField(max_length=80, verbose_name='purpose')),
                ('state', models.CharField(choices=[('waiting', 'Being checked'), ('ready', 'Ready'), ('quarantined', 'Held back as harmful'), ('removed', 'Removed')], default='waiting', max_length=20, verbose_name='state')),
                ('scan_note', models.CharField(blank=True, max_length=200, verbose_name='what the scanner said')),
                ('created_at', models.DateTimeField(verbose_name='uploaded')),
                ('attached_at', models.DateTimeField(blank=True, null=True, verbose_name='taken up')),
                ('scanned_at', models.DateTimeField(blank=True, null=True, verbose_name='scanned')),
                ('removed_at', models.DateTimeField(blank=True, null=True, verbose_name='removed on')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stored_files', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
                ('ticket', models.CharField(blank=True, editable=False, max_length=32, verbose_name='ticket')),
            ],
            options={
                'verbose_name': 'stored file',
                'verbose_name_plural': 'stored files',
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('attached_at', None)), fields=['created_at'], name='file_orphans')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'ready', 'quarantined', 'removed'])), name='file_state_known'), models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='file_not_empty'), models.CheckConstraint(condition=models.Q(('owner__isnull', False), models.Q(('ticket', ''), _negated=True), _connector='OR'), name='file_of_somebody'), models.CheckConstraint(condition=models.Q(('kind__in', ['pdf', 'ofd', 'docx', 'xlsx', 'jpg', 'png', 'zip'])), name='file_kind_known')],
            },
        ),
    ]
