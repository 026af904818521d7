//! The whole, and what the last audit left (PACK 3).
use super::Mends::{ByItem, Guide};
use super::Run::{Look, Rule};
use super::Severity::{Note, Stop, Weak};
use super::sight::count;
use super::{Check, Found, Sight, check};
use crate::dates::{add_months, days_between};
use crate::isms::json_of;
use crate::kinds::organization::CertificateState;
use crate::kinds::{Audit, Change, Evidence, Nonconformity, Person, Routine};
use crate::staleness::word;
use serde_json::Value;

pub(super) const CHECKS: &[Check] = &[
    check("scope-differs", Stop, "4.3", Guide("context-review"), Look(scope_differs))
        .means("The certificate covers something else than we say."),
    check("certificate-ended", Stop, "certification", Guide("external-audit"), Look(certificate_ended))
        .means("There is no valid certificate."),
    check("documents-missing", Stop, "7.5.1 b", ByItem, Rule)
        .means("What the standard asks to be written down is not."),
    check("no-internal-audit", Stop, "9.2", Guide("internal-audit"), Look(no_internal_audit))
        .means("Nobody has checked the system from inside in this time."),
    check("no-management-review", Stop, "9.3", Guide("management-review"), Look(no_management_review))
        .means("Management has not looked at the system in this time."),
    check("review-before-audit", Weak, "9.3.2", Guide("management-review"), Look(review_before_audit))
        .means("Management judged without the result of the audit."),
    check("context-old", Weak, "4.1", Guide("context-review"), Look(context_old))
        .means("What bears on us may have changed unseen."),
    check("climate-undecided", Stop, "4.1", Guide("context-review"), Look(climate_undecided))
        .means("Whether climate change matters is not decided."),
    check("change-tell-cb", Weak, "certification", Guide("change-intake"), Rule)
        .means("You hear of it later than was agreed."),
    check("headcount-moved", Note, "certification", Guide("context-review"), Rule)
        .means("The days of the audit may be counted anew."),
    check("roles-empty", Weak, "5.3", Guide("context-review"), Look(roles_empty))
        .means("A part of the system is nobody's work."),
    check("communication-unkept", Note, "7.4", Guide("context-review"), Look(communication_unkept))
        .means("Somebody was not told what we said we would tell."),
    // The last audit.
    check("finding-open-major", Stop, "10.2", Guide("nonconformity"), Look(finding_open_major))
        .means("What you found as grave is still so."),
    check("nc-answer-due", Stop, "certification", Guide("nonconformity"), Rule)
        .means("Your finding has no answer from us yet."),
    check("audit-findings-open", Weak, "10.2", Guide("nonconformity"), Rule)
        .means("Your finding is not known to be cured."),
    check("nc-repeats", Weak, "10.2", Guide("nonconformity"), Rule).means("The cure of last time did not hold."),
];

/// The scope on the certificate is what stood in the file when the certificate was last entered; a declared correction of words is none.
fn scope_differs(s: &Sight) -> Vec<Found> {
    let Some(r) = s.isms.record("ORG") else { return Vec::new() };
    if s.org().is_none_or(|o| o.decided_on.is_none()) {
        return Vec::new();
    }
    let text = |b: &serde_json::Map<String, Value>, f: &str| b.get(f).map(Value::to_string).unwrap_or_default();
    let words = |b: &serde_json::Map<String, Value>| {
        b.get("scope").and_then(Value::as_str).unwrap_or_default().trim().to_string()
    };
    let (mut certificate, mut scope) = (String::new(), String::new());
    let mut last = 0;
    for v in &r.revisions {
        let b = json_of(v);
        let of = ["certificate_number", "decided_on", "expires_on"].map(|f| text(&b, f)).concat();
        let corrected = last != 0 && v.derived.prints[0] == last;
        if of != certificate || corrected {
            (certificate, scope) = (of, words(&b));
        }
        last = v.derived.prints[0];
    }
    let now = words(&r.body_json());
    if now == scope {
        return Vec::new();
    }
    vec![Found::at(
        "ORG",
        format!(
            "The scope says \u{201c}{}\u{201d}, the certificate \u{201c}{}\u{201d}. Tell the body, or put the text back.",
            crate::wizard::short(&now),
            crate::wizard::short(&scope)
        ),
    )]
}
fn certificate_ended(s: &Sight) -> Vec<Found> {
    let mut out = s.rule("certificate-ended");
    if let Some(o) = s.org() {
        let since = o.state_since.map(|d| format!(" since {}", s.day(d.0))).unwrap_or_default();
        match o.certificate_state {
            Some(CertificateState::Suspended) => {
                out.push(Found::at("ORG", format!("The certificate is suspended{since}.")))
            }
            Some(CertificateState::Withdrawn) => {
                out.push(Found::at("ORG", format!("The certificate is withdrawn{since}.")))
            }
            _ => {}
        }
    }
    out
}
fn no_internal_audit(s: &Sight) -> Vec<Found> {
    let reported = s.isms.live::<Audit>().any(|(ix, r, a)| {
        a.internal()
            && matches!(r.state(), "reported" | "closed")
            && s.in_period(a.reported_on.map_or_else(|| crate::staleness::coverage::held_on(&s.eye, ix, a), |d| d.0))
    });
    if reported {
        return Vec::new();
    }
    let text = format!("No internal audit was reported {}.", s.since());
    vec![Found::at("PROGRAMME", text).noting("every surveillance audit looks at this")]
}
fn no_management_review(s: &Sight) -> Vec<Found> {
    let last = crate::staleness::coverage::last_management_review(&s.eye);
    if last.is_some_and(|d| s.in_period(d)) {
        return Vec::new();
    }
    let text = match last {
        Some(d) => format!("No management review was minuted {}; the last one was on {}.", s.since(), s.day(d)),
        None => "No management review was ever minuted.".into(),
    };
    vec![Found::at("PROGRAMME", text).noting("every surveillance audit looks at this")]
}
/// The rule's, whose time begins 60 days before the audit; and a review that was held before the internal audit was reported.
fn review_before_audit(s: &Sight) -> Vec<Found> {
    let mut out: Vec<Found> = s.rule("review-before-audit");
    // The place is the programme: what mends it is a review, not the audit that it has not seen.
    out.iter_mut().for_each(|f| (f.place, f.severity) = ("PROGRAMME".into(), None));
    if !out.is_empty() {
        return out;
    }
    let reported = s
        .isms
        .live::<Audit>()
        .filter(|(_, r, a)| a.internal() && matches!(r.state(), "reported" | "closed"))
        .filter_map(|(_, _, a)| a.reported_on.map(|d| d.0))
        .filter(|d| s.in_period(*d))
        .max();
    let held = crate::staleness::coverage::last_management_review(&s.eye).filter(|d| s.in_period(*d));
    if let (Some(reported), Some(held)) = (reported, held) {
        if held < reported {
            let text = format!(
                "The management review ({}) could not see the internal audit (reported {}).",
                s.day(held),
                s.day(reported)
            );
            out.push(Found::at("PROGRAMME", text));
        }
    }
    out
}
fn context_old(s: &Sight) -> Vec<Found> {
    let Some(on) = s.isms.last_mark("ORG").map(|m| m.held_on) else {
        return vec![Found::at("ORG", "The context was never looked at.")];
    };
    if add_months(on, 13) >= s.today {
        return Vec::new();
    }
    let n = s.isms.live::<Change>().filter(|(_, _, c)| c.when.0 > on && c.when.0 <= s.today).count();
    let since = if n == 0 { String::new() } else { format!("; {} since", count(n, "change")) };
    vec![Found::at(
        "ORG",
        format!("The context was last looked at {} months ago{since}.", days_between(on, s.today) / 30),
    )]
}
fn climate_undecided(s: &Sight) -> Vec<Found> {
    let Some(o) = s.org() else { return Vec::new() };
    let why = o.climate_why.trim();
    let seen = s.isms.last_mark("ORG").is_some_and(|m| add_months(m.held_on, 13) >= s.today);
    let open = crate::catalog::to_be_written(why);
    if !open && seen {
        return Vec::new();
    }
    let text = if open {
        "It is not said whether climate change matters for your information security, and why."
    } else {
        "What you decided about climate change was not looked at for more than 13 months. Say whether it matters, and why."
    };
    vec![Found::at("ORG", text)]
}
fn roles_empty(s: &Sight) -> Vec<Found> {
    let Some(o) = s.org() else { return Vec::new() };
    let held = |role: &str| {
        s.isms
            .live::<Person>()
            .any(|(_, r, p)| r.state() == "active" && p.left_on.is_none_or(|d| d.0 >= s.today) && p.has_role(role))
    };
    let empty = |role: &&crate::kinds::organization::Role| role.role.0 != "everyone" && !held(&role.role);
    o.role_list
        .iter()
        .filter(empty)
        .map(|r| Found::at("ORG", format!("The role \u{201c}{}\u{201d} has nobody.", r.role)))
        .collect()
}
/// Tellings with a rhythm of their own; what is told when something happens cannot be missed by date.
fn communication_unkept(s: &Sight) -> Vec<Found> {
    let Some(o) = s.org() else { return Vec::new() };
    let rhythm = |when: &str| {
        let w = when.to_lowercase();
        ["year", "annual", "quarter", "month", "week", "half"].iter().any(|x| w.contains(x))
    };
    let since = add_months(s.today, -12);
    let kept = |what: &str| {
        let what = super::sight::folded(what);
        let names = |text: &str| super::sight::folded(text).contains(&what);
        let proof = s.isms.live::<Evidence>().any(|(_, _, e)| e.collected_on.0 > since && names(&e.shows));
        proof
            || s.isms.live::<Routine>().any(|(_, r, x)| {
                (names(&r.title()) || names(&x.what))
                    && r.marks.iter().any(|m| m.outcome.reviews() && m.held_on > since)
            })
    };
    o.communication
        .iter()
        .filter(|t| rhythm(&t.when) && !kept(&t.what))
        .map(|t| {
            let text = format!(
                "\u{201c}{}\u{201d} to {} ({}): nothing shows it in the last 12 months.",
                t.what, t.to_whom, t.when
            );
            Found::at("ORG", text).noting("a routine or a proof that names it shows it")
        })
        .collect()
}
fn finding_open_major(s: &Sight) -> Vec<Found> {
    s.isms
        .live::<Nonconformity>()
        .filter(|(_, r, n)| word(&n.grade) == "major" && word(&n.source) == "external_audit" && r.state() != "closed")
        .map(|(_, r, n)| {
            let due = n.close_due.or(n.answer_due).map(|d| format!(", due {}", s.day(d.0))).unwrap_or_default();
            Found::at(&*r.code, format!("{} (major) is open{due}.", s.named(r)))
        })
        .collect()
}
