"""The account pages. allauth's own routes are listed one by one: what is not named here does not exist."""

from django.urls import path, register_converter

from accounts.views import entering, export, factors, gate, inviting, own, proving, recovering, roles
from accounts.views.tokens import Revoke, Tokens


class ContactKind:
    """``mobile`` or ``email``."""

    regex = "mobile|email"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class ExportForm(ContactKind):
    """``json`` or ``pdf``."""

    regex = "json|pdf"


register_converter(ContactKind, "contact_kind")
register_converter(ExportForm, "export_form")

urlpatterns = [
    # Getting in
    path("login/", entering.SignIn.as_view(), name="account_login"),
    path("login/code/", entering.AskCode.as_view(), name="account_login_code"),
    path("signup/", entering.AskCode.as_view(signing_up=True), name="account_signup"),
    path("code/", entering.EnterCode.as_view(), name="account_code"),
    path("create/", entering.Create.as_view(), name="account_create"),
    path("login/second-step/", entering.SecondStep.as_view(), name="account_second_step"),
    path("login/passkey/", factors.SignInByPasskey.as_view(), name="mfa_login_webauthn"),
    path("login/second-factor/", factors.Prove.as_view(), name="mfa_authenticate"),
    path("logout/", entering.SignOut.as_view(), name="account_logout"),
    path("kept/", own.KeptForm.as_view(), name="account_kept"),
    path("inactive/", entering.Inactive.as_view(), name="account_inactive"),
    # Proving again
    path("prove/password/", proving.ProveByPassword.as_view(), name="account_reauthenticate"),
    path("prove/code/", proving.ProveByCode.as_view(), name="account_prove"),
    path("prove/app/", factors.ProveAgain.as_view(), name="mfa_reauthenticate"),
    path("prove/passkey/", factors.ProveAgainByPasskey.as_view(), name="mfa_reauthenticate_webauthn"),
    path("second-factor/", gate.SecondFactor.as_view(), name="account_second_factor"),
    # One's own account
    path("", own.Home.as_view(), name="account_home"),
    path("profile/", own.Profile.as_view(), name="account_profile"),
    path("contact/<contact_kind:kind>/", own.NewContact.as_view(), name="account_contact"),
    path("contact/code/", own.ContactCode.as_view(), name="account_contact_code"),
    path("password/", own.NewPassword.as_view(), name="account_change_password"),
    path("consents/", own.Consents.as_view(), name="account_consents"),
    path("sign-ins/", own.SignIns.as_view(), name="account_sign_ins"),
    path("sessions/", own.Sessions.as_view(), name="usersessions_list"),
    path("export/", export.Export.as_view(), name="account_export"),
    path("export/<export_form:form>/", export.ExportFile.as_view(), name="account_export_file"),
    path("close/", own.Closing.as_view(), name="account_close"),
    path("close/keep/", own.KeepAccount.as_view(), name="account_keep"),
    # Second factors
    path("factors/", factors.Overview.as_view(), name="mfa_index"),
    path("factors/app/", factors.AddApp.as_view(), name="mfa_activate_totp"),
    path("factors/app/remove/", factors.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("factors/passkeys/add/", factors.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("factors/passkeys/<int:pk>/", factors.RenamePasskey.as_view(), name="mfa_edit_webauthn"),
    path("factors/passkeys/<int:pk>/remove/", factors.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("factors/recovery/", factors.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path("factors/recovery/new/", factors.NewRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("factors/recovery/file/", factors.RecoveryCodesFile.as_view(), name="mfa_download_recovery_codes"),
    # Roles: invited to, lent, and back in without the second factor
    path("invitation/<slug:token>/", inviting.AcceptInvitation.as_view(), name="account_invitation"),
    path("roles/", roles.OwnRoles.as_view(), name="account_roles"),
    path("roles/<int:pk>/lend/", roles.Lend.as_view(), name="account_role_lend"),
    path("roles/<int:pk>/take-back/", roles.TakeBack.as_view(), name="account_role_take_back"),
    path("recover/", recovering.AskRecovery.as_view(), name="account_recover"),
    # Programs
    path("tokens/", Tokens.as_view(), name="tokens"),
    path("tokens/<int:pk>/revoke/", Revoke.as_view(), name="token-revoke"),
]
