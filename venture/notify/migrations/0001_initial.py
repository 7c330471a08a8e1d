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
            name='SecretCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('challenge', models.CharField(max_length=64, unique=True, verbose_name='challenge')),
                ('digest', models.CharField(max_length=64, verbose_name='hash')),
                ('tries_left', models.PositiveSmallIntegerField(verbose_name='tries left')),
                ('expires_at', models.DateTimeField(verbose_name='expires')),
            ],
            options={
                'verbose_name': 'code',
                'verbose_name_plural': 'codes',
            },
        ),
        migrations.CreateModel(
            name='TrayItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('email', 'E-mail'), ('sms', 'SMS')], max_length=8, verbose_name='channel')),
                ('address', models.CharField(max_length=254, verbose_name='address')),
                ('subject', models.CharField(blank=True, max_length=200, verbose_name='subject')),
                ('body', models.TextField(verbose_name='text')),
                ('at', models.DateTimeField(verbose_name='sent')),
            ],
            options={
                'verbose_name': 'message in the tray',
                'verbose_name_plural': 'messages in the tray',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.CharField(max_length=60, verbose_name='event')),
                ('key', models.CharField(max_length=120, verbose_name='key')),
                ('context', models.JSONField(blank=True, default=dict, verbose_name='facts')),
                ('path', models.CharField(blank=True, max_length=200, verbose_name='page')),
                ('created_at', models.DateTimeField(verbose_name='written')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='read')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'message',
                'verbose_name_plural': 'messages',
                'ordering': ['-created_at', '-pk'],
                'indexes': [models.Index(condition=models.Q(('read_at__isnull', True)), fields=['person'], name='message_unread')],
                'constraints': [models.UniqueConstraint(fields=('person', 'event', 'key'), name='message_once_per_event')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('email', 'E-mail'), ('sms', 'SMS')], max_length=8, verbose_name='channel')),
                ('address', models.CharField(max_length=254, verbose_name='address')),
                ('state', models.CharField(choices=[('queued', 'On its way'), ('sent', 'Handed over'), ('failed', 'Failed, will be tried again'), ('parked', 'Not delivered, waiting for a person'), ('dropped', 'Not delivered, taken off the list')], default='queued', max_length=8, verbose_name='state')),
                ('tries', models.PositiveSmallIntegerField(default=1, verbose_name='times sent for')),
                ('error', models.CharField(blank=True, max_length=200, verbose_name='error')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='settled')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='notify.message', verbose_name='message')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='failures in a row')),
                ('pinned', models.BooleanField(default=False, verbose_name='to this address only')),
            ],
            options={
                'verbose_name': 'message sent',
                'verbose_name_plural': 'messages sent',
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('channel__in', ['email', 'sms'])), name='delivery_channel_known'), models.UniqueConstraint(condition=models.Q(('address__contains', '***'), _negated=True), fields=('message', 'channel', 'address'), name='delivery_once_per_address'), models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'sent', 'failed', 'parked', 'dropped'])), name='delivery_state_known')],
            },
        ),
        migrations.CreateModel(
            name='CodesSent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=64, unique=True, verbose_name='hash')),
                ('times', models.JSONField(default=list, verbose_name='sent')),
                ('last_at', models.DateTimeField(null=True, verbose_name='last sent')),
            ],
            options={
                'verbose_name': 'codes sent',
                'verbose_name_plural': 'codes sent',
            },
        ),
    ]
