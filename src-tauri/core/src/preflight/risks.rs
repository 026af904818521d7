//! Risks and their treatment (PACK 3).
use super::Mends::Guide;
use super::Run::{Look, Rule};
use super::Severity::{Note, Stop, Weak};
use super::sight::{count, folded, grouped, over};
use super::{ACTIONS_LATE, Check, Found, RISKS_NEVER, Severity, Sight, check};
use crate::dates::add_months;
use crate::isms::{Ix, Record};
use crate::kinds::{Action, Change, Evidence, Incident, Risk, Threat};
use crate::staleness::{self, State, word};
use serde_json::Value;

const REVIEW: super::Mends = Guide("risk-review");
const ROUND: super::Mends = Guide("action-round");
pub(super) const CHECKS: &[Check] = &[
    check("risk-never-reviewed", Weak, "8.2", REVIEW, Look(never_reviewed))
        .means("We cannot say that these risks are still what they were."),
    check("risk-stale", Weak, "8.2", REVIEW, Look(stale)).means("The scores rest on something that has changed."),
    check("risk-not-approved", Stop, "6.1.3 f", REVIEW, Rule)
        .means("The plan goes on without the yes of the one who owns the risk."),
    check("risk-not-accepted", Stop, "6.1.3 f", REVIEW, Rule)
        .means("A risk above the line is carried without a decision."),
    check("risk-acceptance-ending", Stop, "6.1.3 f", REVIEW, Look(acceptance_ending))
        .means("A risk above the line is carried beyond what was decided."),
    check("risk-untreated", Stop, "6.1.3 e", REVIEW, Rule).means("A risk that is to be lowered stays as it is."),
    check("risk-score-unexplained", Weak, "6.1.2", REVIEW, Look(unexplained))
        .means("Nobody can follow why it is scored so."),
    check("risk-fell-silently", Weak, "8.2", REVIEW, Look(fell_silently))
        .means("The level is lower, and nothing shows why."),
    check("risk-outside-scale", Stop, "6.1.2", REVIEW, Look(outside_scale))
        .means("The scores are read by a scale that no longer holds."),
    check("risk-owner-one", Note, "6.1.2", REVIEW, Look(owner_one))
        .means("One person answers for most of what could go wrong."),
    check("register-no-new", Note, "6.1.2", Guide("risk-identification"), Look(no_new))
        .means("It may be asked whether we still look for what is new."),
    check(
        "register-asset-uncovered",
        Weak,
        "6.1.2",
        Guide("risk-identification"),
        Look(|s| s.firm("register-asset-uncovered")),
    )
    .means("What we depend on is in no risk."),
    // Treatment.
    check("action-late", Weak, "8.3", ROUND, Look(action_late)).means("What was promised is not done on its day."),
    check("action-moved-often", Weak, "8.3", ROUND, Rule).means("The day of the promise has moved again and again."),
    check("action-no-proof", Weak, "8.3", ROUND, Look(action_no_proof))
        .means("It is said to be done, and nothing shows it."),
    check("risk-treatment-done", Weak, "8.3", REVIEW, Rule)
        .means("Whether the treatment lowered the risk is not judged yet."),
    check("action-ineffective", Weak, "10.2", Guide("nonconformity"), Rule)
        .means("The cure did not work, and no other is begun."),
];

fn codes<'a>(list: impl Iterator<Item = &'a Record>) -> Vec<String> {
    list.map(|r| r.code.to_string()).collect()
}
fn never_reviewed(s: &Sight) -> Vec<Found> {
    let all = s.isms.live::<Risk>().count();
    let never = codes(s.isms.live::<Risk>().map(|(_, r, _)| r).filter(|r| !s.looked_at(r)));
    if never.is_empty() {
        return Vec::new();
    }
    let was = if never.len() == 1 { "was" } else { "were" };
    let text = format!("{} of {} {was} not looked at {}.", never.len(), count(all, "risk"), s.since());
    let severity = if over(never.len(), all, RISKS_NEVER) { Stop } else { Weak };
    vec![Found::at("REGISTER", text).with(severity).of(never)]
}
/// What a risk rests on differs from what was seen: the rules of its table that have no check of their own. One finding a risk.
fn stale(s: &Sight) -> Vec<Found> {
    let own = |id: &str| super::named(id).is_some();
    let of_the_table = |id: &str| staleness::risks::RULES.iter().any(|r| r.id == id && r.target == "risk");
    let mut out = Vec::new();
    for item in &s.currency.items {
        let mut reasons =
            item.shown().filter(|r| r.state == State::Stale && of_the_table(r.rule.id) && !own(r.rule.id)).peekable();
        let Some(first) = reasons.peek() else { continue };
        let mut f = s.told(item, first);
        let more = reasons.skip(1).count();
        if more > 0 {
            f.note = [f.note, format!("and {}", count(more, "further reason"))]
                .into_iter()
                .filter(|t| !t.is_empty())
                .collect::<Vec<_>>()
                .join("; ");
        }
        out.push(f);
    }
    out
}
/// Past, or before the next audit, however far off that is.
fn acceptance_ending(s: &Sight) -> Vec<Found> {
    let id = "risk-acceptance-ending";
    match s.next {
        Some(audit) => {
            let before = s.due_until(id, audit);
            let have = |f: &Found| before.iter().any(|b| b.place == f.place);
            let rest: Vec<Found> = s.rule(id).into_iter().filter(|f| !have(f)).collect();
            before.into_iter().chain(rest).collect()
        }
        None => s.rule(id),
    }
}
/// A why that says nothing, or the same one for several.
fn unexplained(s: &Sight) -> Vec<Found> {
    let all = s
        .isms
        .live::<Risk>()
        .map(|(_, r, k)| (folded(&k.scores_why), (r.code.to_string(), k.scores_why.trim().to_string())));
    let mut out = Vec::new();
    for (key, list) in grouped(all) {
        let short = key.chars().count() < 20;
        let said = crate::wizard::short(list[0].1.trim_end_matches('.'));
        let codes: Vec<String> = list.into_iter().map(|(c, _)| c).collect();
        if codes.len() > 1 {
            let text = format!("{} share the why \u{201c}{said}\u{201d}.", count(codes.len(), "risk"));
            out.push(Found::at(codes[0].clone(), text).of(codes));
        } else if short {
            let text = format!("\u{201c}{said}\u{201d} does not say why {} is scored as it is.", codes[0]);
            out.push(Found::at(codes[0].clone(), text));
        }
    }
    out
}
/// Two steps or more lower than when the period began, and nothing that could have brought it about.
fn fell_silently(s: &Sight) -> Vec<Found> {
    let mut out = Vec::new();
    for (ix, r, k) in s.isms.live::<Risk>() {
        let was = s.then(r);
        let n = |f: &str| was.get(f).and_then(Value::as_u64).unwrap_or(0) as u32;
        let (l, i) = (n("likelihood"), n("impact"));
        let steps = (l + i).saturating_sub(u32::from(k.likelihood.0) + u32::from(k.impact.0));
        if steps < 2 || l * i <= k.level() || recorded_between(s, ix, r, &was) {
            continue;
        }
        let text = format!("{} fell from {} to {}, and nothing is recorded between.", r.code, l * i, k.level());
        out.push(
            Found::at(&*r.code, text).noting("a new control, asset or proof, or an action done, would explain it"),
        );
    }
    out
}
fn recorded_between(s: &Sight, ix: Ix, r: &Record, was: &serde_json::Map<String, Value>) -> bool {
    let now = r.body_json();
    let added = |f: &str| {
        let list = |b: &serde_json::Map<String, Value>| b.get(f).and_then(Value::as_array).cloned().unwrap_or_default();
        let before = list(was);
        list(&now).iter().any(|v| !before.contains(v))
    };
    let control = s.isms.linked(r, "controls").any(|c| {
        let c = s.isms.rec(c);
        let then = s.then(c);
        ["status", "how", "works"].iter().any(|f| then.get(*f) != c.body_json().get(*f))
    });
    let done = staleness::risks::actions(&s.eye, ix).any(|(_, a)| a.done_on.is_some_and(|d| d.0 > s.from));
    let proof = staleness::controls::proofs(&s.eye, ix)
        .into_iter()
        .any(|e| s.isms.rec(e).get::<Evidence>().is_some_and(|e| e.collected_on.0 > s.from));
    ["controls", "assets"].iter().any(|f| added(f)) || control || done || proof
}
/// Scored by a yardstick that no longer holds, and not looked at since: what the rule of the criteria says, counted.
fn outside_scale(s: &Sight) -> Vec<Found> {
    let now = s.isms.criteria();
    let open =
        s.isms.live::<Risk>().filter(|(_, r, _)| s.item(&r.code).is_some_and(|i| i.has("risk-criteria-changed")));
    grouped(open.map(|(_, r, k)| {
        (k.scored_by_criteria.map_or(1, |c| c.0).min(now.saturating_sub(1).max(1)), r.code.to_string())
    }))
    .into_iter()
    .map(|(by, list)| {
        let is = if list.len() == 1 { "is" } else { "are" };
        let text = format!("{} {is} scored by criteria {by}; in force is {now}.", count(list.len(), "risk"));
        Found::at("REGISTER", text).of(list)
    })
    .collect()
}
fn owner_one(s: &Sight) -> Vec<Found> {
    let by = grouped(s.isms.live::<Risk>().map(|(_, r, k)| (k.owner.0.clone(), r.code.to_string())));
    let all: usize = by.iter().map(|(_, l)| l.len()).sum();
    // A handful of risks may well be one person's.
    by.into_iter()
        .filter(|(_, list)| all >= 5 && over(list.len(), all, 60))
        .map(|(who, list)| {
            Found::at("REGISTER", format!("{} owns {} of {}.", s.isms.name_of(&who), list.len(), count(all, "risk")))
        })
        .collect()
}
fn no_new(s: &Sight) -> Vec<Found> {
    let since = add_months(s.today, -12);
    let new = |added: crate::Seq| s.isms.day_of(added) > since;
    if s.isms.last_seq() == 0 || s.isms.day_of(1) > since || s.isms.live::<Risk>().any(|(_, r, _)| new(r.added())) {
        return Vec::new();
    }
    let changes = s.isms.live::<Change>().filter(|(_, r, _)| new(r.added())).count();
    let news = s.isms.live::<Threat>().filter(|(_, r, t)| new(r.added()) && word(&t.relevant) == "yes").count()
        + s.isms.live::<Incident>().filter(|(_, r, _)| new(r.added())).count();
    if changes + news == 0 {
        return Vec::new();
    }
    let what = [(changes, "change"), (news, "piece of news")].into_iter().filter(|(n, _)| *n > 0);
    let what = what.map(|(n, w)| {
        if w == "change" {
            count(n, w)
        } else if n == 1 {
            "1 piece of news".into()
        } else {
            format!("{n} pieces of news")
        }
    });
    vec![Found::at("REGISTER", format!("{}, 0 new risks in 12 months: why?", what.collect::<Vec<_>>().join(", ")))]
}

/// Decisions of management have a check of their own; the share counts all.
fn action_late(s: &Sight) -> Vec<Found> {
    let mut out = s.rule("action-late");
    let late = out.iter().filter(|f| f.severity.is_none()).count();
    let due = s.isms.live::<Action>().filter(|(_, r, a)| s.in_period(a.due.0) && r.state() != "dropped").count();
    out.retain(|f| !is_decision(s, &f.place));
    if over(late, due.max(late), ACTIONS_LATE) {
        for f in out.iter_mut().filter(|f| f.severity.is_none()) {
            f.severity = Some(Severity::Stop);
            f.note = [std::mem::take(&mut f.note), format!("{late} of {} due in the period are late", due.max(late))]
                .into_iter()
                .filter(|t| !t.is_empty())
                .collect::<Vec<_>>()
                .join("; ");
        }
    }
    out
}
pub(super) fn is_decision(s: &Sight, code: &str) -> bool {
    s.isms.get::<Action>(code).is_some_and(|a| word(&a.sort) == "decision")
}
fn action_no_proof(s: &Sight) -> Vec<Found> {
    s.isms
        .live::<Action>()
        .filter(|(_, r, a)| word(&a.sort) == "treatment" && matches!(r.state(), "done" | "checked"))
        .filter(|(ix, _, a)| {
            a.result.as_ref().is_none_or(|t| t.trim().is_empty()) && staleness::controls::proofs(&s.eye, *ix).is_empty()
        })
        .map(|(_, r, _)| {
            Found::at(&*r.code, format!("{} is done, and neither a proof nor a result is recorded.", s.named(r)))
        })
        .collect()
}
