//! Lists of the accounts of one system, as an administrator exports them for the access review.
//! They make no people: what stands out is told and kept as one piece of evidence, and the review itself is the guide's.
use super::{Col, Guide, Layout, col};

const COLUMNS: &[Col] = &[
    col(
        "login",
        "login|user|username|user name|account|account name|user id|user principal name|benutzer|benutzername|konto|anmeldename|kennung",
        3,
    ),
    col("display", "display name|name|full name|person|anzeigename|vollstandiger name", 1),
    col(
        "rights",
        "role|roles|permission|permissions|rights|group|groups|profile|rolle|rollen|berechtigung|berechtigungen|rechte|gruppe",
        1,
    ),
    col(
        "last_sign_in",
        "last sign in|last login|last logon|last active|last seen|last activity|letzte anmeldung|zuletzt aktiv",
        4,
    ),
    col("second_factor", "mfa|2fa|second factor|two factor|mfa enabled|2fa enabled|zweiter faktor|zwei faktor", 4),
];

pub(crate) const ACCOUNT: Guide = Guide {
    kind: "evidence",
    title: "list of accounts",
    also: &["accounts", "access_review", "access"],
    layout: Layout::Accounts,
    usual: 2_000,
    needs: &["login", "last_sign_in|second_factor|rights"],
    columns: COLUMNS,
    fill: &[],
    hit: None,
    bare: None,
    merge: false,
    unique: false,
};
