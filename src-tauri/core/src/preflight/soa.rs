//! The Statement of Applicability (PACK 3).
use super::Mends::Guide;
use super::Run::{Look, Rule};
use super::Severity::{Stop, Weak};
use super::sight::{count, folded, grouped, over};
use super::{CLAIMS_UNPROVEN, Check, Found, Sight, check};
use crate::dates::{add_months, days_between};
use crate::kinds::{Control, Evidence};
use crate::soa::{ANNEX_A, of_annex};
use crate::staleness::{controls::proofs, word};

const REVIEW: super::Mends = Guide("control-review");
pub(super) const CHECKS: &[Check] = &[
    check("soa-incomplete", Stop, "6.1.3 d", REVIEW, Look(incomplete))
        .means("For some controls nobody has decided whether they apply."),
    check("soa-on-certificate", Weak, "certification", REVIEW, Look(|s| s.firm("soa-on-certificate")))
        .means("The certificate names another version than the one in force."),
    check("soa-not-approved", Weak, "6.1.3 d", REVIEW, Look(|s| s.firm("soa-not-approved")))
        .means("The statement in force has not been approved."),
    check("soa-claim-unproven", Weak, "6.1.3 d", REVIEW, Look(unproven))
        .means("A control is said to be in place, and nothing recent shows it."),
    check("soa-copied", Weak, "6.1.3 d", REVIEW, Look(copied))
        .means("The words say what a control is, not what we do."),
    check("control-reason-gone", Weak, "6.1.3 d", REVIEW, Rule)
        .means("The reason for the control is gone, the control is not."),
    check("control-excluded-but-needed", Stop, "6.1.3 d", REVIEW, Rule)
        .means("The reason to leave the control out is no longer true."),
    check("control-planned-late", Weak, "8.3", REVIEW, Rule).means("The control is promised for a day that is past."),
    check("control-does-not-work", Weak, "9.1", REVIEW, Rule).means("The control does not do what it is for."),
];

fn incomplete(s: &Sight) -> Vec<Found> {
    let decided = |code: &str| {
        s.isms
            .record(code)
            .filter(|r| r.live())
            .and_then(|r| r.get::<Control>())
            .is_some_and(|c| !c.justification.trim().is_empty() && (word(&c.applies) == "no" || c.status.is_some()))
    };
    let open: Vec<String> = crate::catalog::controls()
        .iter()
        .map(|c| format!("SOA-{}", c.number.trim_start_matches("A.")))
        .filter(|code| of_annex(code) && !decided(code))
        .collect();
    if open.is_empty() {
        return Vec::new();
    }
    let are = if open.len() == 1 { "is" } else { "are" };
    vec![Found::at("SOA", format!("{} of {ANNEX_A} controls {are} not decided.", open.len())).of(open)]
}
/// In place, and no proof that is younger than 13 months.
fn unproven(s: &Sight) -> Vec<Found> {
    let claims: Vec<_> = s
        .isms
        .live::<Control>()
        .filter(|(_, _, c)| word(&c.applies) == "yes" && c.status.as_ref().is_some_and(|x| word(x) == "in_place"))
        .collect();
    let mut out = Vec::new();
    for (ix, r, _) in &claims {
        let newest = proofs(&s.eye, *ix)
            .into_iter()
            .filter_map(|e| Some((s.isms.rec(e).get::<Evidence>()?.collected_on.0, e)))
            .max();
        let text = match newest {
            Some((day, _)) if add_months(day, 13) >= s.today => continue,
            Some((day, e)) => format!(
                "\u{201c}In place\u{201d}, but the newest proof ({}) is from {}: {} months.",
                s.named(s.isms.rec(e)),
                s.day(day),
                days_between(day, s.today) / 30
            ),
            None => "\u{201c}In place\u{201d}, and nothing shows it: no proof is named.".into(),
        };
        out.push(Found::at(&*r.code, text));
    }
    if over(out.len(), claims.len(), CLAIMS_UNPROVEN) {
        let note = format!("{} of {} in place have no fresh proof", out.len(), claims.len());
        out.iter_mut().for_each(|f| (f.severity, f.note) = (Some(Stop), note.clone()));
    }
    out
}
/// The words of the catalogue, or of another line, are no account of what is done here.
fn copied(s: &Sight) -> Vec<Found> {
    let told = s.isms.live::<Control>().filter(|(_, _, c)| word(&c.applies) == "yes");
    let told = told.filter_map(|(_, r, c)| Some((r, folded(c.how.as_ref()?), c.number.to_string())));
    let mut same = Vec::new();
    let mut out = Vec::new();
    for (r, how, number) in told.filter(|(_, how, _)| !how.is_empty()) {
        let ours = crate::catalog::entry(&number).map(|e| [folded(e.title), folded(e.question)]).unwrap_or_default();
        if ours.iter().any(|t| !t.is_empty() && (*t == how || t.len() > 30 && how.contains(t.as_str()))) {
            let text = format!("What {} says of how it is done are the words of the catalogue.", r.code);
            out.push(Found::at(&*r.code, text).noting("name tools, people and how often"));
        } else {
            same.push((how, r.code.to_string()));
        }
    }
    for (_, list) in grouped(same).into_iter().filter(|(_, l)| l.len() > 1) {
        let text = match list.as_slice() {
            [a, b] => format!("{a} and {b} say the same of how it is done, word for word."),
            _ => format!("{} say the same of how it is done, word for word.", count(list.len(), "control")),
        };
        out.push(Found::at(list[0].clone(), text).of(list));
    }
    out
}
