//! The pack itself: proofs, names, what may leave the house, and whether the trail holds (PACK 3).
use super::Mends::{Builder, Command, Declare, Nothing, Page};
use super::Run::{Look, Told};
use super::Severity::{Note, Refuse, Stop, Weak};
use super::sight::{count, grouped, over};
use super::{Check, Facts, Found, Sight, check};
use crate::dates::add_days;
use crate::isms::{Ix, json_of};
use crate::kind::Ty;
use crate::kinds::asset::Classification;
use crate::kinds::{Evidence, Review};
use crate::report::{Names, People};
use serde_json::Value;

pub(super) const CHECKS: &[Check] = &[
    check("evidence-missing-file", Stop, "7.5.3", Page, Told(missing_file))
        .means("A proof is cited that cannot be shown."),
    check("evidence-undated", Weak, "7.5.2", Page, Look(undated))
        .means("It cannot be told for which time the proof speaks."),
    check("evidence-bunched", Note, "7.5.3", Declare, Look(bunched))
        .means("Most proof is young: the rest of the year is thin."),
    check("evidence-names-people", Note, "A.5.34", Builder, Look(names_people))
        .means("Some proofs are shown on request only."),
    check("names-in-text", Note, "A.5.34", Page, Look(names_in_text))
        .means("Words on record name people, and are printed as they stand."),
    check("secret-going-out", Weak, "A.5.12", Builder, Look(secret)).means("A proof is more secret than this pack."),
    check("waiting-for-word", Weak, "5.3", Page, Look(waiting))
        .means("What was decided waits for the one who must say yes."),
    check("glyph-missing", Note, "7.5.2", Nothing, Told(glyphs)).means("Some signs are printed as a substitute."),
    check("clock-went-back", Note, "7.5.3", Declare, Look(clock_back))
        .means("The order of these acts is sure, their time is not."),
    check("checkpoint-does-not-extend", Refuse, "7.5.3", Command("isms verify"), Told(not_extended))
        .means("The trail is not the one that was handed out before."),
    check("trail-broken", Refuse, "7.5.3", Command("isms doctor"), Told(broken))
        .means("The trail does not prove what it should."),
];

fn missing_file(f: &Facts) -> Option<Vec<Found>> {
    let said = |code: &String| {
        Found::at(
            code,
            format!("The file of {code} is not in the book, or is not the one whose fingerprint was recorded."),
        )
    };
    Some(f.missing_files.as_ref()?.iter().map(said).collect())
}
fn glyphs(f: &Facts) -> Option<Vec<Found>> {
    let said = |code: &String| {
        Found::at(code, format!("{code} has letters that no face on paper covers; they are printed as boxes."))
    };
    Some(f.uncovered.as_ref()?.iter().map(said).collect())
}
fn not_extended(f: &Facts) -> Option<Vec<Found>> {
    Some(f.not_extended.as_ref()?.iter().map(|words| Found::at("TRAIL", words)).collect())
}
fn broken(f: &Facts) -> Option<Vec<Found>> {
    Some(f.broken.as_ref()?.iter().map(|words| Found::at("TRAIL", words)).collect())
}

/// Evidence that goes out: live, and cited by a record or about one.
fn cited<'a>(s: &Sight<'a>) -> impl Iterator<Item = (Ix, &'a crate::Record, &'a Evidence)> {
    let isms: &'a crate::Isms = s.isms;
    isms.live::<Evidence>().filter(|(_, r, e)| !e.about.is_empty() || !r.inn.is_empty())
}
fn undated(s: &Sight) -> Vec<Found> {
    let list: Vec<String> = cited(s)
        .filter(|(_, _, e)| e.from_date.is_none() && e.until_date.is_none())
        .map(|(_, r, _)| r.code.to_string())
        .collect();
    if list.is_empty() {
        return Vec::new();
    }
    let do_not = if list.len() == 1 { "does" } else { "do" };
    vec![
        Found::at(
            list[0].clone(),
            format!("{} {do_not} not say of which period they speak.", count(list.len(), "proof"))
                .replace("does not say of which period they speak", "does not say of which period it speaks"),
        )
        .of(list),
    ]
}
fn bunched(s: &Sight) -> Vec<Found> {
    let all: Vec<_> = cited(s).map(|(_, _, e)| e.collected_on.0).filter(|d| s.in_period(*d)).collect();
    let new = all.iter().filter(|d| **d > add_days(s.today, -30)).count();
    // Of fewer than five it is no pattern.
    if all.len() < 5 || !over(new, all.len(), 40) {
        return Vec::new();
    }
    vec![Found::at(
        "PROGRAMME",
        format!("{new} of {} of the period were taken in the last 30 days.", count(all.len(), "proof")),
    )]
}
fn names_people(s: &Sight) -> Vec<Found> {
    if s.choices.names == Names::Full {
        return Vec::new();
    }
    let list: Vec<String> = cited(s).filter(|(_, _, e)| e.personal).map(|(_, r, _)| r.code.to_string()).collect();
    if list.is_empty() {
        return Vec::new();
    }
    let held = if list.len() == 1 {
        "names people and is held back; it is listed as such"
    } else {
        "name people and are held back; they are listed as such"
    };
    vec![Found::at(list[0].clone(), format!("{} {held}.", count(list.len(), "proof"))).of(list)]
}
/// Recorded words are never touched; where they name a person in a copy that must not, somebody has to look.
fn names_in_text(s: &Sight) -> Vec<Found> {
    if s.choices.names == Names::Full {
        return Vec::new();
    }
    let people = People::of(s.isms, s.choices.names);
    let sought = people.sought();
    let names = |ty: &Ty, v: &Value| matches!(ty, Ty::Prose) && v.as_str().is_some_and(|t| people.redact(t) != t);
    let list: Vec<String> = s
        .isms
        .records
        .iter()
        .filter(|r| r.live() && !matches!(r.info().name, "person" | "review" | "organization"))
        .filter(|r| r.head().body.as_deref().is_some_and(|b| sought.may_stand_in(b)))
        .filter(|r| {
            let body = r.body_json();
            r.info().fields.iter().any(|f| body.get(&f.name).is_some_and(|v| names(&f.ty, v)))
        })
        .map(|r| r.code.to_string())
        .collect();
    if list.is_empty() {
        return Vec::new();
    }
    let text = if list.len() == 1 {
        "1 record names a person in its text.".to_string()
    } else {
        format!("{} name a person in their text.", count(list.len(), "record"))
    };
    vec![Found::at(list[0].clone(), text).of(list)]
}
fn secret(s: &Sight) -> Vec<Found> {
    let rank = |c: Classification| c as u8;
    let most = s.choices.classification;
    cited(s)
        .filter(|(_, _, e)| rank(e.classification) > rank(most))
        .map(|(_, r, e)| {
            Found::at(
                &*r.code,
                format!(
                    "{} is {}; the pack is {}.",
                    s.named(r),
                    crate::staleness::word(&e.classification),
                    crate::staleness::word(&most)
                ),
            )
        })
        .collect()
}
/// A word of approval that a review waited for, and that has not come: the field is still as it was then.
fn waiting(s: &Sight) -> Vec<Found> {
    const WAITS: &str = "not yet: waiting for ";
    let mut list = Vec::new();
    for r in s.isms.records.iter().filter(|r| r.live() && r.info().name != "review") {
        let Some(m) = r.last_review() else { continue };
        let Some(v) = s.isms.rec(m.review).get::<Review>() else { continue };
        let own = |t: &Option<crate::words::Target>| t.as_ref().is_none_or(|t| t.0 == *r.code);
        for a in v.answers.iter().filter(|a| own(&a.target)) {
            let Some(who) = a.answer.strip_prefix(WAITS) else { continue };
            let of = |v: &crate::isms::Revision| json_of(v).get(&*a.field).cloned();
            if r.at(m.seq).is_some_and(|then| of(then) == of(r.head())) {
                list.push((who.to_string(), r.code.to_string()));
            }
        }
    }
    grouped(list)
        .into_iter()
        .map(|(who, list)| {
            let waits = if list.len() == 1 { "waits" } else { "wait" };
            Found::at(list[0].clone(), format!("{} {waits} for {who}.", count(list.len(), "approval"))).of(list)
        })
        .collect()
}
fn clock_back(s: &Sight) -> Vec<Found> {
    grouped(s.isms.clock_back.iter().map(|seq| (s.isms.day_of(*seq), *seq)))
        .into_iter()
        .map(|(day, list)| {
            let is = if list.len() == 1 { "is" } else { "are" };
            let text = format!("{} on {} {is} dated before the act before.", count(list.len(), "act"), s.day(day));
            Found::at("TRAIL", text)
                .noting(format!("act {}", list.iter().map(|n| n.to_string()).collect::<Vec<_>>().join(", ")))
        })
        .collect()
}
