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
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='work')),
                ('key', models.CharField(max_length=200, verbose_name='key')),
                ('payload', models.JSONField(default=dict, verbose_name='arguments')),
                ('label', models.CharField(blank=True, max_length=200, verbose_name='in words')),
                ('state', models.CharField(choices=[('queued', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('parked', 'Failed, waiting for a person'), ('cancelled', 'Cancelled')], default='queued', max_length=20, verbose_name='state')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('max_attempts', models.PositiveSmallIntegerField(default=8, verbose_name='attempts at most')),
                ('claim', models.CharField(blank=True, max_length=32, verbose_name='claim')),
                ('run_at', models.DateTimeField(verbose_name='due')),
                ('lease_until', models.DateTimeField(blank=True, null=True, verbose_name='leased until')),
                ('heartbeat_at', models.DateTimeField(blank=True, null=True, verbose_name='last sign of life')),
                ('cancel_requested', models.BooleanField(default=False, verbose_name='asked to stop')),
                ('progress_done', models.PositiveIntegerField(default=0, verbose_name='steps done')),
                ('progress_total', models.PositiveIntegerField(default=0, verbose_name='steps in all')),
                ('progress_note', models.CharField(blank=True, max_length=200, verbose_name='progress')),
                ('error', models.TextField(blank=True, verbose_name='error')),
                ('created_at', models.DateTimeField(verbose_name='created')),
                ('started_at', models.DateTimeField(blank=True, null=True, verbose_name='started')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked for by')),
            ],
            options={
                'verbose_name': 'job',
                'verbose_name_plural': 'jobs',
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('state__in', ['queued', 'running'])), fields=['run_at'], name='job_to_do')],
                'constraints': [models.UniqueConstraint(fields=('name', 'key'), name='job_once_per_key'), models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'running', 'done', 'parked', 'cancelled'])), name='job_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'running'), _negated=True), models.Q(('lease_until__isnull', False), ('started_at__isnull', False), models.Q(('claim', ''), _negated=True)), _connector='OR'), name='job_running_is_claimed'), models.CheckConstraint(condition=models.Q(('attempts__lte', models.F('max_attempts'))), name='job_attempts_within_limit')],
            },
        ),
    ]
