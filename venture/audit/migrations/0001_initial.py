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
            name='PublishedHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveBigIntegerField(unique=True, verbose_name='number')),
                ('hash', models.CharField(max_length=128, verbose_name='hash')),
                ('at', models.DateTimeField(verbose_name='published at')),
            ],
            options={
                'verbose_name': 'published head',
                'verbose_name_plural': 'published heads',
                'ordering': ['-seq'],
            },
        ),
        migrations.CreateModel(
            name='AuditHead',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('seq', models.PositiveBigIntegerField(default=0, verbose_name='number')),
                ('hash', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=128, verbose_name='hash')),
            ],
            options={
                'verbose_name': 'head of the audit log',
                'verbose_name_plural': 'head of the audit log',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='audit_head_is_one')],
            },
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('seq', models.PositiveBigIntegerField(primary_key=True, serialize=False, verbose_name='number')),
                ('at', models.DateTimeField(db_index=True, verbose_name='time')),
                ('verb', models.CharField(db_index=True, max_length=80, verbose_name='act')),
                ('subject_label', models.CharField(max_length=80, verbose_name='kind of record')),
                ('subject_pk', models.CharField(max_length=64, verbose_name='number of the record')),
                ('before', models.JSONField(null=True, verbose_name='before')),
                ('after', models.JSONField(null=True, verbose_name='after')),
                ('facts', models.JSONField(default=dict, verbose_name='facts')),
                ('alg', models.CharField(max_length=20, verbose_name='algorithm')),
                ('prev_hash', models.CharField(max_length=128, unique=True, verbose_name='hash of the entry before')),
                ('hash', models.CharField(max_length=128, unique=True, verbose_name='hash')),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
            ],
            options={
                'verbose_name': 'audit entry',
                'verbose_name_plural': 'audit entries',
                'ordering': ['-seq'],
                'indexes': [models.Index(fields=['subject_label', 'subject_pk'], name='audit_subject')],
            },
        ),
    ]
