//! What a new file begins with: the organization with our yardsticks and open places that say so, and the person who looks after it.
//! Everything that only the owner can know begins with "To be written".
use super::scales::{self, BANDS, IMPACT, LIKELIHOOD};
use crate::dates::{add_days, add_months};
use chrono::NaiveDate;
use serde_json::{Value, json};

/// The body of ORG; it names P-001, whom the same act adds (`first_person`).
pub fn default_organization(name: &str, decided_on: NaiveDate) -> Value {
    let bands: Vec<Value> = BANDS
        .iter()
        .map(|(n, from, to, colour)| json!({"name": n, "from": from, "to": to, "colour": colour}))
        .collect();
    let days = [("exploited", 3), ("critical", 7), ("high", 30), ("medium", 90), ("low", 180)];
    json!({
        "title": name, "name": name, "owner": "P-001",
        "does": "To be written: what you do, and for whom.",
        "headcount": 1,
        "sites": [{"place": "To be written: where you work", "sort": "office"}],
        "scope": "To be written: what the certificate covers, word for word.",
        "scope_edges": "To be written: what is left out, and where others do something for you.",
        "issues_inside": "To be written: what inside makes security harder or easier.",
        "issues_outside": "To be written: what market, law, technology and attackers do.",
        "climate": "relevant",
        "climate_why": "To be written: looked at, not yet decided; think of floods, heat, power, law and customers' demands.",
        "parties": [{"who": "Customers", "expects": "To be written: what they expect of your security.", "answered": "through_isms"}],
        "top_management": ["P-001"], "isms_owner": "P-001",
        "role_list": [{"role": "everyone"}, {"role": "top management"}, {"role": "isms owner"}, {"role": "internal auditor"}],
        "likelihood_words": scales::rows(&LIKELIHOOD), "impact_words": scales::rows(&IMPACT), "bands": bands,
        "accept_up_to": 9,
        "accept_above": [{"band": "high", "by": "top_management", "months": 12}, {"band": "very high", "by": "top_management", "months": 3}],
        "vulnerability_days": days.map(|(severity, n)| json!({"severity": severity, "days": n})),
        "joiner_days": 30,
        "communication": [{"what": "Rules and changes of them", "to_whom": "everyone in scope", "when": "To be written", "how": "To be written", "by": "P-001"}],
        "certificate_number": "To be written", "certificate_body": "To be written", "accreditation": "To be written",
        "decided_on": decided_on.to_string(), "expires_on": add_days(add_months(decided_on, 36), -1).to_string(),
        "certificate_state": "valid", "state_since": decided_on.to_string(),
        "zone": "Etc/UTC", "currency": "EUR", "weekend": ["sat", "sun"],
    })
}

/// The body of P-001: whoever keeps the file, until the owner says more.
pub fn first_person(name: &str, joined_on: NaiveDate) -> Value {
    json!({"title": name, "standing": "employee", "roles": ["everyone", "top management", "isms owner"], "joined_on": joined_on.to_string()})
}

/// The first act of a new file: the organization and the person who looks after it.
pub fn first_act(name: &str, decided_on: NaiveDate, keeper: &str, today: NaiveDate) -> crate::act::Proposal {
    use crate::act::{Change, Proposal, Verb};
    let changes = vec![
        Change::put("person", "P-001", first_person(keeper, today)),
        Change::put("organization", "ORG", default_organization(name, decided_on)),
    ];
    Proposal { verb: Verb::Add, why: "A new file.".into(), changes }
}
