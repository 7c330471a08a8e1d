import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(blank=True, max_length=254, null=True, unique=True, verbose_name='e-mail')),
                ('mobile', models.CharField(blank=True, max_length=20, null=True, unique=True, verbose_name='mobile number')),
                ('display_name', models.CharField(blank=True, max_length=60, verbose_name='name')),
                ('locale', models.CharField(default='zh-hans', max_length=10, verbose_name='language')),
                ('large_text', models.BooleanField(default=False, verbose_name='large text')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='joined')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ('session_epoch', models.PositiveIntegerField(default=0, editable=False, verbose_name='times signed out everywhere')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'constraints': [models.CheckConstraint(condition=models.Q(('email__isnull', False), ('mobile__isnull', False), _connector='OR'), name='user_can_be_reached')],
            },
        ),
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, unique=True, verbose_name='division code')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='accounts.area')),
            ],
            options={
                'verbose_name': 'area',
                'verbose_name_plural': 'areas',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('clerk', 'Bureau clerk'), ('head', 'Head of section'), ('leader', 'Leading group'), ('operator', 'Operator'), ('expert', 'Expert'), ('finance_maker', 'Finance maker'), ('finance_checker', 'Finance checker'), ('evaluator', 'Evaluator'), ('auditor', 'Auditor'), ('supervision', 'Discipline supervision'), ('system_admin', 'System administrator')], max_length=20, verbose_name='role')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.area', verbose_name='area')),
                ('granted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='granted by')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='role_grants', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended at')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ended by')),
                ('lent_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='loans', to='accounts.rolegrant', verbose_name='lent from')),
            ],
            options={
                'verbose_name': 'role',
                'verbose_name_plural': 'roles',
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['clerk', 'head', 'leader', 'operator', 'expert', 'finance_maker', 'finance_checker', 'evaluator', 'auditor', 'supervision', 'system_admin'])), name='role_grant_role_known'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='role_grant_ends_after_start'), models.CheckConstraint(condition=models.Q(('lent_from__isnull', True), ('ends_on__isnull', False), _connector='OR'), name='role_grant_loan_has_end')],
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='what it is for')),
                ('prefix', models.CharField(max_length=12, unique=True, verbose_name='begins with')),
                ('digest', models.CharField(max_length=64, unique=True, verbose_name='SHA-256')),
                ('scopes', models.JSONField(default=list, verbose_name='may read')),
                ('created_at', models.DateTimeField(verbose_name='made')),
                ('expires_at', models.DateTimeField(verbose_name='valid until')),
                ('last_used_at', models.DateTimeField(blank=True, null=True, verbose_name='last used')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='api_tokens', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'API token',
                'verbose_name_plural': 'API tokens',
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('created_at'))), name='api_token_expires_later')],
            },
        ),
        migrations.CreateModel(
            name='ClosingRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('asked_at', models.DateTimeField(verbose_name='asked')),
                ('taken_back_at', models.DateTimeField(blank=True, null=True, verbose_name='taken back')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='account closed')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='closed by')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closing_requests', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'request to close an account',
                'verbose_name_plural': 'requests to close an account',
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True), ('taken_back_at__isnull', True)), fields=('user',), name='closing_request_one_open'), models.CheckConstraint(condition=models.Q(('taken_back_at__isnull', True), ('closed_at__isnull', True), _connector='OR'), name='closing_request_one_end')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('account', 'Account and taking part in rounds'), ('sensitive', 'Identity and bank account numbers'), ('reminders', 'Reminders by SMS and e-mail'), ('publication', 'Name and photo in stories about projects')], max_length=20, verbose_name='purpose')),
                ('text_version', models.CharField(max_length=20, verbose_name='version of the text')),
                ('given_at', models.DateTimeField(verbose_name='given')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'consent',
                'verbose_name_plural': 'consents',
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('user', 'purpose'), name='consent_one_in_force'), models.CheckConstraint(condition=models.Q(('purpose__in', ['account', 'sensitive', 'reminders', 'publication'])), name='consent_purpose_known'), models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), ('withdrawn_at__gte', models.F('given_at')), _connector='OR'), name='consent_withdrawn_after_given')],
            },
        ),
        migrations.CreateModel(
            name='SignInRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='time')),
                ('method', models.CharField(max_length=60, verbose_name='way')),
                ('outcome', models.CharField(choices=[('in', 'Signed in'), ('wrong', 'Wrong password or code'), ('locked', 'Stopped after too many attempts'), ('closed', 'The account is closed')], max_length=10, verbose_name='outcome')),
                ('network', models.CharField(blank=True, max_length=40, verbose_name='network')),
                ('device', models.CharField(blank=True, max_length=60, verbose_name='device')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sign_ins', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'sign-in',
                'verbose_name_plural': 'sign-ins',
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['user', '-at'], name='sign_in_of_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['in', 'wrong', 'locked', 'closed'])), name='sign_in_outcome_known')],
            },
        ),
        migrations.CreateModel(
            name='Recovery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('asked', 'Waiting for the identity check'), ('identified', 'Waiting for a second person'), ('done', 'Factor removed'), ('refused', 'Refused'), ('withdrawn', 'Taken back')], default='asked', max_length=12, verbose_name='state')),
                ('reason', models.CharField(max_length=200, verbose_name='what happened')),
                ('asked_at', models.DateTimeField(verbose_name='asked for at')),
                ('how', models.CharField(blank=True, choices=[('in_person', 'In person, with the identity card'), ('video', 'By video call, face and identity card'), ('call_back', 'Called back on a number known before'), ('letter', 'Letter of the unit with its seal')], max_length=12, verbose_name='identity checked')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='what was seen')),
                ('identified_at', models.DateTimeField(blank=True, null=True, verbose_name='identified at')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked for by')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('identified_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='identified by')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recoveries', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'recovery of a lost factor',
                'verbose_name_plural': 'recoveries of lost factors',
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'identified', 'done', 'refused', 'withdrawn'])), name='recovery_state_known'), models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'identified'])), fields=('user',), name='recovery_one_open'), models.CheckConstraint(condition=models.Q(('identified_by__isnull', True), models.Q(('identified_by', models.F('user')), _negated=True), _connector='OR'), name='recovery_seen_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), models.Q(('decided_by__isnull', False), ('identified_by__isnull', False), models.Q(('decided_by', models.F('identified_by')), _negated=True), models.Q(('decided_by', models.F('user')), _negated=True)), _connector='OR'), name='recovery_done_by_two')],
            },
        ),
        migrations.CreateModel(
            name='RoleInvitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('mobile', models.CharField(blank=True, max_length=20, verbose_name='mobile number')),
                ('role', models.CharField(choices=[('clerk', 'Bureau clerk'), ('head', 'Head of section'), ('leader', 'Leading group'), ('operator', 'Operator'), ('expert', 'Expert'), ('finance_maker', 'Finance maker'), ('finance_checker', 'Finance checker'), ('evaluator', 'Evaluator'), ('auditor', 'Auditor'), ('supervision', 'Discipline supervision'), ('system_admin', 'System administrator')], max_length=20, verbose_name='role')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='role until')),
                ('state', models.CharField(choices=[('sent', 'Waiting for an answer'), ('accepted', 'Accepted'), ('revoked', 'Taken back')], default='sent', max_length=12, verbose_name='state')),
                ('nonce', models.CharField(max_length=64, verbose_name='nonce')),
                ('digest', models.CharField(max_length=64, unique=True, verbose_name='SHA-256')),
                ('sent', models.PositiveSmallIntegerField(default=1, verbose_name='times sent')),
                ('invited_at', models.DateTimeField(verbose_name='invited at')),
                ('expires_at', models.DateTimeField(verbose_name='lapses at')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered or taken back at')),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='accepted by')),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.area', verbose_name='area')),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='invited by')),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['clerk', 'head', 'leader', 'operator', 'expert', 'finance_maker', 'finance_checker', 'evaluator', 'auditor', 'supervision', 'system_admin'])), name='role_invitation_role_known'), models.CheckConstraint(condition=models.Q(('state__in', ['sent', 'accepted', 'revoked'])), name='role_invitation_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('email', ''), models.Q(('mobile', ''), _negated=True)), models.Q(models.Q(('email', ''), _negated=True), ('mobile', '')), _connector='OR'), name='role_invitation_one_address'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('invited_at'))), name='role_invitation_lapses_after_sending'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='role_invitation_answered_has_time')],
            },
        ),
        migrations.CreateModel(
            name='RoleProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('clerk', 'Bureau clerk'), ('head', 'Head of section'), ('leader', 'Leading group'), ('operator', 'Operator'), ('expert', 'Expert'), ('finance_maker', 'Finance maker'), ('finance_checker', 'Finance checker'), ('evaluator', 'Evaluator'), ('auditor', 'Auditor'), ('supervision', 'Discipline supervision'), ('system_admin', 'System administrator')], max_length=20, verbose_name='role')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('state', models.CharField(choices=[('proposed', 'Waiting for a second person'), ('confirmed', 'Given'), ('refused', 'Refused'), ('withdrawn', 'Taken back')], default='proposed', max_length=12, verbose_name='state')),
                ('proposed_at', models.DateTimeField(verbose_name='proposed at')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.area', verbose_name='area')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('grant', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposal', to='accounts.rolegrant', verbose_name='role')),
                ('invitation', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposal', to='accounts.roleinvitation', verbose_name='invitation')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='role_proposals', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'proposed role',
                'verbose_name_plural': 'proposed roles',
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['clerk', 'head', 'leader', 'operator', 'expert', 'finance_maker', 'finance_checker', 'evaluator', 'auditor', 'supervision', 'system_admin'])), name='proposal_role_known'), models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'confirmed', 'refused', 'withdrawn'])), name='proposal_state_known'), models.CheckConstraint(condition=models.Q(('user', models.F('proposed_by')), _negated=True), name='proposal_not_for_oneself'), models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('state', 'confirmed'), _negated=True), models.Q(models.Q(('decided_by', models.F('proposed_by')), _negated=True), models.Q(('decided_by', models.F('user')), _negated=True)), _connector='OR'), name='proposal_confirmed_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('grant__isnull', False), ('state', 'confirmed')), models.Q(models.Q(('state', 'confirmed'), _negated=True), ('grant__isnull', True)), _connector='OR'), name='proposal_confirmed_has_grant'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='proposal_ends_after_start')],
            },
        ),
    ]
