"""Organisations that apply, their records, papers and accounts, and the communities where projects land."""

from organizations.models.bank_accounts import BankAccount
from organizations.models.capacity import (
    MATERIAL,
    Assessment,
    Mentor,
    MentorVisit,
    Pairing,
    Seat,
    Training,
    TrainingMaterial,
)
from organizations.models.communities import Community, CommunityWorker
from organizations.models.documents import PURPOSE, OrganizationDocument
from organizations.models.operators import Operator, OperatorAffiliate
from organizations.models.organizations import HandOver, Invitation, Membership, Organization
from organizations.models.records import EVIDENCE, Inspection, Sanction
from organizations.models.social_workers import SocialWorker
from organizations.models.taking_over import PROOF, TakeOver
from organizations.models.verification import VerificationCase

__all__ = [
    "EVIDENCE",
    "MATERIAL",
    "PROOF",
    "PURPOSE",
    "Assessment",
    "BankAccount",
    "Community",
    "CommunityWorker",
    "HandOver",
    "Inspection",
    "Invitation",
    "Membership",
    "Mentor",
    "MentorVisit",
    "Operator",
    "OperatorAffiliate",
    "Organization",
    "OrganizationDocument",
    "Pairing",
    "Sanction",
    "Seat",
    "SocialWorker",
    "TakeOver",
    "Training",
    "TrainingMaterial",
    "VerificationCase",
]
