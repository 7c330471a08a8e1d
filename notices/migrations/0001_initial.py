import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('files', '0001_initial'),
        ('projects', '0001_initial'),
        ('rounds', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='NoticeSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                ('last_number', models.PositiveIntegerField(default=0, verbose_name='last number')),
            ],
            options={
                'verbose_name': 'series of notices',
                'verbose_name_plural': 'series of notices',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(blank=True, null=True, verbose_name='number')),
                ('kind', models.CharField(choices=[('call', 'Call for projects'), ('needs', 'List of needs'), ('shortlist', 'Shortlist'), ('proposed', 'Proposed awards'), ('awards', 'Awards'), ('payments', 'Payments'), ('midterm', 'Mid-term results'), ('final', 'Final results'), ('annual', 'Annual account'), ('correction', 'Correction'), ('other', 'Other')], max_length=12, verbose_name='kind')),
                ('statutory', models.BooleanField(default=False, verbose_name='required by law')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('document_number', models.CharField(blank=True, max_length=60, verbose_name='document number')),
                ('issuer', models.CharField(max_length=120, verbose_name='issued by')),
                ('summary', models.CharField(blank=True, max_length=120, verbose_name='in one line')),
                ('body', models.JSONField(default=list, verbose_name='text')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='period from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='period until')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='official place of publication')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('proposed', 'Waiting for the second person'), ('published', 'Published'), ('corrected', 'Corrected by a later notice')], default='draft', max_length=12, verbose_name='state')),
                ('signed_at', models.DateTimeField(blank=True, null=True, verbose_name='approved at')),
                ('published_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='published at')),
                ('content_hash', models.CharField(blank=True, max_length=64, verbose_name='SHA-256 of the content')),
                ('corrects', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='notices.notice', verbose_name='corrects')),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='drafted by')),
                ('hands', models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by')),
                ('round', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='rounds.round', verbose_name='round')),
                ('signed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by')),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='notices.noticeseries', verbose_name='series')),
                ('days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='period in working days')),
                ('items', models.JSONField(blank=True, default=list, verbose_name='list')),
                ('needs', models.ManyToManyField(blank=True, related_name='notices', to='projects.need', verbose_name='needs')),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
                'ordering': ['-published_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['call', 'needs', 'shortlist', 'proposed', 'awards', 'payments', 'midterm', 'final', 'annual', 'correction', 'other'])), name='notice_kind_known'), models.UniqueConstraint(fields=('series', 'number'), name='notice_number_once'), models.UniqueConstraint(condition=models.Q(('state__in', ['published', 'corrected'])), fields=('corrects',), name='notice_corrected_once'), models.CheckConstraint(condition=models.Q(('signed_by__isnull', True), models.Q(('signed_by', models.F('drafted_by')), _negated=True), _connector='OR'), name='notice_by_two'), models.CheckConstraint(condition=models.Q(models.Q(('ends_on__isnull', True), ('starts_on__isnull', True)), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='notice_period_in_order'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'proposed', 'published', 'corrected'])), name='notice_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('signed_by__isnull', True), ('state__in', ['draft', 'proposed'])), models.Q(('signed_at__isnull', False), ('signed_by__isnull', False), ('state__in', ['published', 'corrected'])), _connector='OR'), name='notice_published_is_approved'), models.CheckConstraint(condition=models.Q(models.Q(('content_hash', ''), ('number__isnull', True), ('published_at__isnull', True), ('state__in', ['draft', 'proposed'])), models.Q(('number__isnull', False), ('published_at__isnull', False), ('state__in', ['published', 'corrected']), models.Q(('content_hash', ''), _negated=True)), _connector='OR'), name='notice_published_is_frozen')],
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('receipt', models.CharField(max_length=24, unique=True, verbose_name='receipt number')),
                ('key', models.CharField(max_length=64, unique=True, verbose_name='key of the form')),
                ('objector', models.CharField(choices=[('unit', 'A unit, with its seal'), ('person', 'A person, by real name'), ('lead', 'Only a lead')], max_length=10, verbose_name='who objects')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='name')),
                ('credit_code', models.CharField(blank=True, max_length=18, verbose_name='credit code')),
                ('contact', models.CharField(blank=True, max_length=60, verbose_name='contact person')),
                ('mobile', models.CharField(blank=True, max_length=20, verbose_name='mobile number')),
                ('mobile_hash', models.CharField(blank=True, max_length=64, verbose_name='hash of the mobile number')),
                ('text', models.TextField(verbose_name='facts and grounds')),
                ('state', models.CharField(choices=[('received', 'Received'), ('accepted', 'Accepted'), ('investigating', 'Being examined'), ('answered', 'Answer waits for the second person'), ('upheld', 'Upheld'), ('partly', 'Upheld in part'), ('not_upheld', 'Not upheld'), ('withdrawn', 'Taken back'), ('refused', 'Not accepted')], default='received', max_length=14, verbose_name='state')),
                ('received_at', models.DateTimeField(verbose_name='received at')),
                ('accept_due', models.DateField(verbose_name='to be accepted until')),
                ('answer_due', models.DateField(blank=True, null=True, verbose_name='to be answered until')),
                ('findings', models.TextField(blank=True, verbose_name='findings')),
                ('reply', models.TextField(blank=True, verbose_name='reply')),
                ('published', models.TextField(blank=True, verbose_name='published answer')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='published at')),
                ('again', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='re_examination', to='notices.objection', verbose_name='examines again')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('handler', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='handled by')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='notices.notice', verbose_name='notice')),
                ('project', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='projects.project', verbose_name='project')),
                ('proposed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answer proposed by')),
            ],
            options={
                'verbose_name': 'objection',
                'verbose_name_plural': 'objections',
                'ordering': ['-received_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['received', 'accepted', 'investigating', 'answered', 'upheld', 'partly', 'not_upheld', 'withdrawn', 'refused'])), name='objection_state_known'), models.CheckConstraint(condition=models.Q(('objector__in', ['unit', 'person', 'lead'])), name='objection_objector_known'), models.CheckConstraint(condition=models.Q(('objector', 'lead'), models.Q(models.Q(('name', ''), _negated=True), models.Q(('mobile', ''), _negated=True)), _connector='OR'), name='objection_named_has_contact'), models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='objection_by_two')],
            },
        ),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('placed_at', models.DateTimeField(verbose_name='placed at')),
                ('lifted_at', models.DateTimeField(blank=True, null=True, verbose_name='lifted at')),
                ('lifted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='lifted by')),
                ('placed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='placed by')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='projects.project', verbose_name='project')),
                ('objection', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='notices.objection', verbose_name='objection')),
            ],
            options={
                'verbose_name': 'hold',
                'verbose_name_plural': 'holds',
                'ordering': ['-placed_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at__isnull', True)), fields=('objection', 'project'), name='hold_once_per_objection'), models.CheckConstraint(condition=models.Q(('lifted_at__isnull', True), ('lifted_at__gte', models.F('placed_at')), _connector='OR'), name='hold_in_order')],
            },
        ),
        migrations.CreateModel(
            name='ObjectionFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='file')),
                ('objection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='notices.objection', verbose_name='objection')),
            ],
            options={
                'verbose_name': 'paper of an objection',
                'verbose_name_plural': 'papers of objections',
                'ordering': ['objection', 'pk'],
            },
        ),
    ]
