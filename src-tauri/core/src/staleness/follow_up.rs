//! G. Following up: actions, findings, incidents and their legal clocks, weaknesses, exceptions, changes, evidence, objectives; and what is
//! asked of every reviewed record (DOMAIN 3.4 G).
use super::{Differs, Eye, Item, Reason, Rule, Said, Sort, State, Target, When, word};
use crate::clock::{self, Instant, aware};
use crate::dates::{add_days, add_months, days_between};
use crate::isms::{Ix, json_of};
use crate::kinds::nonconformity::Grade;
use crate::kinds::organization::BodyTermName;
use crate::kinds::{
    Action, Change, Evidence, Exception, Incident, Nonconformity, Objective, Obligation, Outcome, Review, Vulnerability,
};
use chrono::NaiveDate;
use serde_json::Value;

pub const RULES: &[Rule] = &[
    Rule {
        id: "action-late",
        target: "action",
        clause: "8.3, 10.2",
        sort: Sort::Cadence,
        dagger: false,
        when: When::Test(action_late),
        says: "{T} ({owner}) {is_due} due on {due}.",
        clears: "done; moved with why; dropped",
    },
    Rule {
        id: "action-moved-often",
        target: "action",
        clause: "8.3, 9.3",
        sort: Sort::Input,
        dagger: false,
        when: When::Test(action_moved_often),
        says: "{T} was put off {times}, {late} days in all.",
        clears: "review by its source's owner; done",
    },
    Rule {
        id: "action-check-due",
        target: "action",
        clause: "10.2 d, 6.1.1 e",
        sort: Sort::Cadence,
        dagger: false,
        when: When::Test(action_check_due),
        says: "{T} was done on {t.done_on}; whether it worked {is_due} to be checked by {due}.",
        clears: "checked_on + effective",
    },
    Rule {
        id: "action-ineffective",
        target: "any",
        clause: "10.2",
        sort: Sort::Input,
        dagger: false,
        when: When::Test(action_ineffective),
        says: "{O} did not work, so {t} is open again.",
        clears: "new action",
    },
    Rule {
        id: "nc-no-cause",
        target: "nonconformity",
        clause: "10.2 b",
        sort: Sort::Cadence,
        dagger: false,
        when: When::Test(nc_no_cause),
        says: "{T} has no cause and no action after {ago} days.",
        clears: "state answered",
    },
    Rule {
        id: "nc-answer-due",
        target: "nonconformity",
        clause: "certification",
        sort: Sort::Expiry,
        dagger: false,
        when: When::Test(nc_answer_due),
        says: "The certification body expects {wanted} {T} by {due}.",
        clears: "answered; closed_by_cb_on",
    },
    Rule {
        id: "nc-repeats",
        target: "nonconformity",
        clause: "10.2",
        sort: Sort::Contradiction,
        dagger: false,
        when: When::Test(nc_repeats),
        says: "{t} is {O} again ({changed}); the cause was not removed.",
        clears: "cause and action anew",
    },
    Rule {
        id: "incident-clock",
        target: "incident_clock",
        clause: "A.5.5, A.5.31",
        sort: Sort::Clock,
        dagger: false,
        when: When::With("incident-clock"),
        says: "{t}: {clock}.",
        clears: "sent; not needed with why",
    },
    Rule {
        id: "incident-lessons-due",
        target: "incident",
        clause: "A.5.27",
        sort: Sort::Cadence,
        dagger: false,
        when: When::Test(lessons_due),
        says: "{T} is over since {changed}; the lessons are not written down.",
        clears: "closed",
    },
    Rule {
        id: "incident-unjudged",
        target: "incident",
        clause: "A.5.25, A.5.31",
        sort: Sort::Clock,
        dagger: false,
        when: When::Test(unjudged),
        says: "It is not decided whether {T} must be reported.",
        clears: "decision",
    },
    Rule {
        id: "vulnerability-late",
        target: "vulnerability",
        clause: "A.8.8",
        sort: Sort::Expiry,
        dagger: false,
        when: When::Test(vulnerability_late),
        says: "{T} ({t.severity}) {is_due} to be dealt with by {due}.",
        clears: "fixed; exception",
    },
    Rule {
        id: "vulnerability-retest",
        target: "vulnerability",
        clause: "A.8.8",
        sort: Sort::Cadence,
        dagger: false,
        when: When::Test(vulnerability_retest),
        says: "{T} is said to be fixed since {changed}; nobody checked.",
        clears: "verified",
    },
    Rule {
        id: "exception-ending",
        target: "exception",
        clause: "A.5.36",
        sort: Sort::Expiry,
        dagger: false,
        when: When::Test(exception_ending),
        says: "{T} {ends} on {due}: end it, or ask again.",
        clears: "ended; renewed",
    },
    Rule {
        id: "change-unscreened",
        target: "change",
        clause: "6.3, A.8.32, A.5.8",
        sort: Sort::Cadence,
        dagger: false,
        when: When::Test(change_unscreened),
        says: "{T} takes effect on {due} and was not looked at for security.",
        clears: "screened",
    },
    Rule {
        id: "change-check-due",
        target: "change",
        clause: "6.3, 8.1",
        sort: Sort::Cadence,
        dagger: false,
        when: When::Test(change_check_due),
        says: "{T}: look whether it went well (due {due}).",
        clears: "checked",
    },
    Rule {
        id: "change-tell-cb",
        target: "change",
        clause: "certification",
        sort: Sort::Cadence,
        dagger: false,
        when: When::Test(change_tell_cb),
        says: "The certification body has not been told of {T}.",
        clears: "done",
    },
    Rule {
        id: "evidence-ended",
        target: "evidence",
        clause: "7.5",
        sort: Sort::Expiry,
        dagger: false,
        when: When::Test(evidence_ended),
        says: "{T} counts until {due}.",
        clears: "newer evidence that replaces it",
    },
    Rule {
        id: "objective-missed-alone",
        target: "objective",
        clause: "9.1, 6.2",
        sort: Sort::Contradiction,
        dagger: true,
        when: When::Test(objective_missed_alone),
        says: "{T} missed its target in {missed}; nothing was decided.",
        clears: "action; review",
    },
    Rule {
        id: "objective-input-changed",
        target: "objective",
        clause: "6.2",
        sort: Sort::Input,
        dagger: false,
        when: When::Input(&[("policy", Differs::Major), ("risk", Differs::Facet("scores"))]),
        says: "{T} serves {O}, {version} since {changed}: is it still the right aim?",
        clears: "review; no effect",
    },
    Rule {
        id: "edited-since-review",
        target: "reviewed",
        clause: "8.2, 7.5.2",
        sort: Sort::Contradiction,
        dagger: true,
        when: When::Test(edited),
        says: "You changed {fields} of {t} on {changed} outside a review; what was attested is no longer what it says.",
        clears: "review (one step: \u{201c}attest as it stands\u{201d})",
    },
    Rule {
        id: "found-not-to-hold",
        target: "reviewed",
        clause: "10.2",
        sort: Sort::Contradiction,
        dagger: true,
        when: When::Test(not_to_hold),
        says: "{T} was found not to hold on {changed}, and nothing has replaced it yet.",
        clears: "action done; a later review",
    },
    Rule {
        id: "input-retired",
        target: "reviewed",
        clause: "8.2",
        sort: Sort::Input,
        dagger: false,
        when: When::With("the rule of its input"),
        says: "{t} rests on {O}{through}, which was retired on {changed}.",
        clears: "review; no effect; link removed in it",
    },
];

// ---- actions
fn action<'e>(eye: &'e Eye, t: Target) -> Option<(Ix, &'e Action, &'e str)> {
    let ix = t.record()?;
    Some((ix, eye.rec(ix).get::<Action>()?, eye.rec(ix).state()))
}
fn action_late(eye: &Eye, t: Target, said: &mut Said) {
    let Some((_, a, state)) = action(eye, t) else { return };
    if super::risks::open(state) {
        said.due("action-late", a.due.0, 14);
    }
}
fn action_moved_often(eye: &Eye, t: Target, said: &mut Said) {
    let Some((ix, a, state)) = action(eye, t) else { return };
    let r = eye.rec(ix);
    if !super::risks::open(state) || r.revisions.len() < 2 || a.first_due.is_none_or(|f| f.0 == a.due.0) {
        return;
    }
    let (mut moves, mut last, mut was): (i64, _, Option<String>) = (0, 0, None);
    for v in &r.revisions {
        let due = json_of(v).get("due").and_then(Value::as_str).map(String::from);
        if was.is_some() && was != due {
            moves += 1;
            last = v.seq;
        }
        was = due;
    }
    let days = a.first_due.map_or(0, |f| days_between(f.0, a.due.0));
    if (moves >= 3 || days > 180) && eye.horizon(ix) < last {
        let say = said.tell("action-moved-often", State::Stale);
        say.changed = Some(eye.day(last));
        say.number = moves;
        // "n days in all": told by the sentence from the first date to the present one.
        say.due = Some(add_days(eye.today, -days));
    }
}
fn action_check_due(eye: &Eye, t: Target, said: &mut Said) {
    let Some((_, a, "done")) = action(eye, t) else { return };
    if let (Some(done), Some(days)) = (a.done_on, a.check_after_days) {
        said.due("action-check-due", add_days(done.0, i64::from(days.0)), 14);
    }
}
/// Actions that did not work, by what they came from: source, action, act that says so.
pub(crate) fn ineffective(eye: &Eye) -> Vec<(Ix, Ix, u32)> {
    let mut out = Vec::new();
    for (ix, r, a) in eye.isms.live::<Action>() {
        if word(&a.effective) != "no" {
            continue;
        }
        let seq = eye.since_field(ix, "effective");
        let sources = eye
            .isms
            .linked(r, "from")
            .chain(r.inn.iter().filter(|(s, f)| eye.rec(*s).info().field_ix("actions") == Some(*f)).map(|(s, _)| *s));
        out.extend(sources.map(|s| (s, ix, seq)));
    }
    out.sort_unstable();
    out.dedup();
    out
}
fn action_ineffective(eye: &Eye, t: Target, said: &mut Said) {
    let Some(ix) = t.record() else { return };
    for (_, a, seq) in eye.once.ineffective.iter().filter(|(s, _, _)| *s == ix) {
        // Where there is no horizon it stands until a newer action cites the same source (3.10, 8).
        let answered = if eye.rec(ix).info().reviewed && eye.horizon(ix) > 0 {
            eye.horizon(ix) >= *seq
        } else {
            super::risks::actions(eye, ix).any(|(n, _)| n != *a && eye.rec(n).added() > *seq)
        };
        if !answered {
            eye.input(said, "action-ineffective", State::Stale, *a, eye.day(*seq), *seq);
        }
    }
}

// ---- findings
fn finding<'e>(eye: &'e Eye, t: Target) -> Option<(Ix, &'e Nonconformity, &'e str)> {
    let ix = t.record()?;
    Some((ix, eye.rec(ix).get::<Nonconformity>()?, eye.rec(ix).state()))
}
fn nc_no_cause(eye: &Eye, t: Target, said: &mut Said) {
    let Some((_, nc, "raised")) = finding(eye, t) else { return };
    // With cause and action there it waits for its answer to be sent, which is another date's matter.
    if nc.cause.is_some() && !nc.actions.is_empty() {
        return;
    }
    let days = match word(&nc.grade) {
        "major" => 14,
        "minor" => 30,
        _ => return,
    };
    if let Some(say) = said.due("nc-no-cause", add_days(nc.raised_on.0, days), -1) {
        say.changed = Some(nc.raised_on.0);
    }
}
fn nc_answer_due(eye: &Eye, t: Target, said: &mut Said) {
    let Some((_, nc, state)) = finding(eye, t) else { return };
    if word(&nc.source) != "external_audit" || nc.closed_by_cb_on.is_some() {
        return;
    }
    // What the body wrote goes first, then the days that its contract gives (5.1); a minor is closed by the next audit.
    let by = |term| eye.org.map(|(_, o)| add_days(nc.raised_on.0, o.body_days(term).into()));
    let answer = nc.answer_due.map(|d| d.0).or(by(BodyTermName::AnswerFinding).filter(|_| nc.failing()));
    let close = nc.close_due.map(|d| d.0).or(by(BodyTermName::CloseFinding).filter(|_| nc.grade == Grade::Major));
    let (due, closing) = match state {
        "closed" => return,
        "raised" if answer.is_some() => (answer, 0),
        _ => (close, 1),
    };
    if let Some(say) = due.and_then(|d| said.due("nc-answer-due", d, 14)) {
        say.number = closing;
    }
}
fn nc_repeats(eye: &Eye, t: Target, said: &mut Said) {
    let Some((ix, nc, state)) = finding(eye, t) else { return };
    let Some(first) = nc.repeats.as_ref().and_then(|r| eye.isms.ix(r)) else { return };
    let Some(before) = eye.rec(first).get::<Nonconformity>() else { return };
    if matches!(state, "closed" | "verifying") || nc.raised_on.0 > add_months(before.raised_on.0, 36) {
        return;
    }
    let acted =
        nc.cause.is_some() && super::risks::actions(eye, ix).any(|(a, _)| super::risks::done(eye.rec(a).state()));
    if !acted {
        eye.input(said, "nc-repeats", State::Stale, first, before.raised_on.0, 0);
    }
}

// ---- incidents and their clocks
/// 0 event, 1 near miss, 2 incident, 3 major.
pub(crate) fn class(i: &Incident) -> u8 {
    match word(&i.class) {
        "event" => 0,
        "near_miss" => 1,
        "incident" => 2,
        _ => 3,
    }
}
fn incident<'e>(eye: &'e Eye, t: Target) -> Option<(Ix, &'e Incident, &'e str)> {
    let ix = t.record()?;
    Some((ix, eye.rec(ix).get::<Incident>()?, eye.rec(ix).state()))
}
fn lessons_due(eye: &Eye, t: Target, said: &mut Said) {
    let Some((ix, i, "recovered")) = incident(eye, t) else { return };
    if class(i) >= 2 {
        let on = i.recovered_on.map_or_else(|| eye.day(eye.since_state(ix, |s| s == "recovered")), |d| d.0);
        if let Some(say) = said.due("incident-lessons-due", add_days(on, 30), -1) {
            say.changed = Some(on);
        }
    }
}
fn unjudged(eye: &Eye, t: Target, said: &mut Said) {
    let Some((_, i, state)) = incident(eye, t) else { return };
    let people = word(&i.personal_data) != "no" && matches!(word(&i.risk_to_people), "not_judged" | "");
    let significant = word(&i.significant) == "not_judged";
    if state == "closed" || !(people || significant) {
        return;
    }
    // 24 hours after aware; where only the day is known: overdue after the day that follows.
    if let Some(at) = aware(i) {
        said.due("incident-unjudged", add_days(at.date_naive(), 1), -1);
    }
}

/// A duty to tell someone about an incident, as it runs: by a law, or by one contract ("own-OB-03").
pub(crate) struct Running {
    pub id: String,
    /// Name and article, or the contract.
    pub law: String,
    pub to: String,
    /// "72 hours; later only with reasons"
    pub limit: String,
    pub begins: Instant,
    /// None: without undue delay.
    pub until: Option<Instant>,
}
/// Every clock that an incident has set going, answered or not, the next first. The incident need not be recorded yet.
pub(crate) fn running(isms: &crate::isms::Isms, i: &Incident) -> Vec<Running> {
    if class(i) == 0 && word(&i.personal_data) == "no" {
        return Vec::new();
    }
    let mut out: Vec<Running> = isms
        .organization()
        .map(|o| clock::running(o, i))
        .unwrap_or_default()
        .into_iter()
        .map(|r| Running {
            id: r.clock.id.into(),
            law: r.clock.law.into(),
            to: r.clock.to.into(),
            limit: r.clock.limit.into(),
            begins: r.begins,
            until: r.until,
        })
        .collect();
    if let Some(begins) = aware(i).filter(|_| class(i) >= 2) {
        let day = begins.date_naive();
        let held = |b: &Obligation| b.in_force_from.is_none_or(|d| d.0 <= day) && b.ends_on.is_none_or(|d| d.0 >= day);
        out.extend(contracts(isms).into_iter().filter(|(_, _, b)| held(b)).map(|(_, code, b)| Running {
            id: format!("own-{code}"),
            law: format!("{code}, {}", &*b.jurisdiction),
            to: b.jurisdiction.to_string(),
            limit: b.own_clock_hours.map_or_else(|| "as agreed".into(), |h| format!("{} hours", h.0)),
            begins,
            until: b.own_clock_hours.and_then(|h| begins.checked_add_signed(chrono::Duration::hours(h.0.into()))),
        }));
    }
    out.sort_by_key(|r| (r.until.is_none(), r.until.unwrap_or(r.begins)));
    out
}
/// Contracts, insurers, customers that ask to be told.
fn contracts(isms: &crate::isms::Isms) -> Vec<(Ix, &str, &Obligation)> {
    isms.live::<Obligation>()
        .filter(|(_, o, b)| b.clock.as_deref() == Some("own") && word(&b.applies) == "yes" && o.state() == "binding")
        .map(|(ix, o, b)| (ix, &*o.code, b))
        .collect()
}
fn answered(i: &Incident, ids: &[&str]) -> bool {
    i.notifications.iter().any(|n| ids.contains(&&*n.clock.0))
}
/// One item for each clock of each incident that is not closed: closing asks for every answer. The clocks of contracts are one item, with a
/// reason for each contract.
pub(crate) fn clocks(eye: &Eye, out: &mut Vec<Item>) {
    let contracts = contracts(eye.isms);
    for (ix, r, i) in eye.isms.live::<Incident>() {
        if r.state() == "closed" || class(i) == 0 && word(&i.personal_data) == "no" {
            continue;
        }
        let tell = |said: &mut Said, begins: Option<Instant>, until: Option<Instant>, ob: Option<Ix>| {
            let due = until.map(|u| u.date_naive());
            if let Some(d) = due {
                said.next(d);
            }
            let state = if due.is_some_and(|d| eye.today > d) { State::Overdue } else { State::DueSoon };
            let say = said.tell("incident-clock", state);
            say.due = due;
            say.changed = begins.map(|b| b.date_naive());
            say.input = ob;
            say.path = super::Path::of(&[ix]);
        };
        for r in eye.org.map(|(_, o)| clock::running(o, i)).unwrap_or_default() {
            let mut said = eye.begin(Target::Clock(ix, r.clock.id), None);
            if !answered(i, &[r.clock.id]) {
                tell(&mut said, Some(r.begins), r.until, None);
            }
            out.push(eye.finish(said));
        }
        if class(i) >= 2 && !contracts.is_empty() {
            let mut said = eye.begin(Target::Clock(ix, "own"), None);
            if !answered(i, &["own"]) {
                for (ob, _, b) in contracts.iter().filter(|(_, code, _)| !answered(i, &[&format!("own-{code}"), code]))
                {
                    let (begins, until) = clock::of_contract(b, i).map_or((None, None), |(b, u)| (Some(b), u));
                    tell(&mut said, begins, until, Some(*ob));
                }
            }
            out.push(eye.finish(said));
        }
    }
}
/// The moment until which a clock of an incident runs, with its offset; none where the law names no hour. `contract` is the obligation of a
/// contract's own clock.
pub(crate) fn clock_until(isms: &crate::isms::Isms, ix: Ix, id: &str, contract: Option<Ix>) -> Option<Instant> {
    let i = isms.rec(ix).get::<Incident>()?;
    if let Some(ob) = contract.and_then(|o| isms.rec(o).get::<Obligation>()) {
        return clock::of_contract(ob, i)?.1;
    }
    clock::run(isms.organization()?, i, crate::catalog::clock(id)?)?.until
}
/// "the supervisory authority must be told by 23 April 14:10 +02:00 (GDPR Art. 33(1): 72 hours, from 20 April 14:10)".
pub(crate) fn clock_words(isms: &crate::isms::Isms, r: &Reason) -> String {
    let Target::Clock(ix, id) = r.target else { return String::new() };
    let Some(i) = isms.rec(ix).get::<Incident>() else { return String::new() };
    let say = |m: Instant| format!("{} {}", crate::dates::say(m.date_naive(), r.today), m.format("%H:%M"));
    let by = |m: Instant| format!(" by {} {}", say(m), m.offset());
    if let Some((code, ob)) = r.input.and_then(|o| Some((&isms.rec(o).code, isms.rec(o).get::<Obligation>()?))) {
        let hours = ob.own_clock_hours.map_or(0, |h| h.0);
        let (begins, until) = clock::of_contract(ob, i).map_or((None, None), |(b, u)| (Some(b), u));
        return format!(
            "{} asks to be told{} ({code}: {hours} hours{})",
            ob.jurisdiction.0,
            until.map_or_else(String::new, by),
            begins.map_or_else(String::new, |s| format!(", from {}", say(s)))
        );
    }
    let Some(c) = crate::catalog::clock(id) else { return String::new() };
    let org = isms.organization();
    let run = org.and_then(|o| clock::run(o, i, c));
    let until = match run.and_then(|x| x.until) {
        // The end of a day: the day says it.
        Some(u) if c.months.is_some() && u.format("%H:%M").to_string() == "23:59" => {
            format!(" by {}", crate::dates::say(u.date_naive(), r.today))
        }
        Some(u) => by(u),
        None => String::new(),
    };
    let the = if c.to.starts_with("the ") { "" } else { "the " };
    let own = org.and_then(|o| o.clock_terms.iter().find(|t| t.clock.0 == id)).and_then(|t| t.hours);
    let limit = own.map_or_else(
        || c.limit.split(';').next().unwrap_or(c.limit).to_string(),
        |h| format!("{} hours by your own reading", h.0),
    );
    let from = run.map_or_else(String::new, |x| format!(", from {}", say(x.begins)));
    format!("{the}{} must be told{until} ({}: {limit}{from})", c.to, c.law)
}

// ---- weaknesses, exceptions, changes, evidence
fn vulnerability_late(eye: &Eye, t: Target, said: &mut Said) {
    let Some(ix) = t.record() else { return };
    let Some(v) = eye.rec(ix).get::<Vulnerability>().filter(|_| eye.rec(ix).state() == "open") else { return };
    said.due("vulnerability-late", v.due.0, 7);
}
fn vulnerability_retest(eye: &Eye, t: Target, said: &mut Said) {
    let Some(ix) = t.record() else { return };
    let Some(v) = eye.rec(ix).get::<Vulnerability>().filter(|_| eye.rec(ix).state() == "fixed") else { return };
    if let Some(fixed) = v.fixed_on.filter(|_| matches!(word(&v.severity), "high" | "critical")) {
        if let Some(say) = said.due("vulnerability-retest", add_days(fixed.0, 30), -1) {
            say.changed = Some(fixed.0);
        }
    }
}
fn exception_ending(eye: &Eye, t: Target, said: &mut Said) {
    let Some(ix) = t.record() else { return };
    if let Some(e) = eye.rec(ix).get::<Exception>().filter(|_| eye.rec(ix).state() == "granted") {
        said.due("exception-ending", e.until.0, 30);
    }
}
fn change<'e>(eye: &'e Eye, t: Target) -> Option<(Ix, &'e Change, &'e str)> {
    let ix = t.record()?;
    Some((ix, eye.rec(ix).get::<Change>()?, eye.rec(ix).state()))
}
fn change_unscreened(eye: &Eye, t: Target, said: &mut Said) {
    let Some((_, c, "idea")) = change(eye, t) else { return };
    said.due("change-unscreened", c.when.0, 14);
}
fn change_check_due(eye: &Eye, t: Target, said: &mut Said) {
    let Some((_, c, "done")) = change(eye, t) else { return };
    if let Some(due) = c.after_check_on {
        said.due("change-check-due", due.0, 14);
    }
}
fn change_tell_cb(eye: &Eye, t: Target, said: &mut Said) {
    let Some((ix, c, "approved" | "done" | "checked")) = change(eye, t) else { return };
    if word(&c.tell_cb) == "yes" {
        let on = c.approved.as_ref().map_or_else(|| eye.active_since(ix), |a| a.on.0);
        said.due("change-tell-cb", add_days(on, 14), -1);
    }
}
fn evidence_ended(eye: &Eye, t: Target, said: &mut Said) {
    let Some(ix) = t.record() else { return };
    let Some(until) = eye.rec(ix).get::<Evidence>().and_then(|e| e.valid_until) else { return };
    let mut cited = false;
    for (s, _) in eye.rec(ix).inn.iter().filter(|(s, _)| eye.live(*s)) {
        match eye.kind(*s) {
            "evidence" => {
                if eye
                    .rec(*s)
                    .get::<Evidence>()
                    .is_some_and(|e| e.replaces.as_ref().is_some_and(|r| **r == *eye.rec(ix).code))
                {
                    return;
                }
            }
            "review" => {}
            _ => cited = true,
        }
    }
    if cited {
        said.due("evidence-ended", until.0, 30);
    }
}

// ---- objectives
/// A value that was not struck.
pub(crate) fn counts(m: &crate::kinds::Measurement) -> bool {
    m.struck.is_none()
}
fn objective_missed_alone(eye: &Eye, t: Target, said: &mut Said) {
    let Some(ix) = t.record() else { return };
    let Some(o) = eye.rec(ix).get::<Objective>() else { return };
    let mut values: Vec<(NaiveDate, f64)> =
        o.measurements.iter().filter(|m| counts(m)).map(|m| (m.date.0, m.number.value())).collect();
    values.sort_by_key(|a| a.0);
    let [.., before, last] = values[..] else { return };
    if o.on_target(before.1) || o.on_target(last.1) {
        return;
    }
    let by_review = eye.reviewed(ix).is_some_and(|held| held >= last.0);
    let by_action = super::risks::actions(eye, ix)
        .any(|(a, _)| super::risks::open(eye.rec(a).state()) || eye.day(eye.rec(a).added()) >= before.0)
        || eye.citing_any(ix, "action").any(|a| eye.day(eye.rec(a).added()) >= before.0);
    if !by_review && !by_action {
        let say = said.tell("objective-missed-alone", State::Stale);
        say.changed = Some(last.0);
        say.number = i64::from(days_between(before.0, last.0) as i32);
    }
}
/// "2026-Q1 and 2026-Q2": the periods of the last two values.
pub(crate) fn missed_words(isms: &crate::isms::Isms, r: &Reason) -> String {
    let Some(o) = r.target.record().and_then(|ix| isms.rec(ix).get::<Objective>()) else { return String::new() };
    let mut days: Vec<NaiveDate> = o.measurements.iter().filter(|m| counts(m)).map(|m| m.date.0).collect();
    days.sort_unstable();
    let name = |d: NaiveDate| {
        crate::calendar::period_of(&o.measure_every, d)
            .map_or_else(|| d.to_string(), |p| crate::calendar::period_name(&o.measure_every, &p))
    };
    match days[..] {
        [.., a, b] => format!("{} and {}", name(a), name(b)),
        _ => String::new(),
    }
}

// ---- every reviewed record
/// Material changes of its own that no review of it made.
fn edited(eye: &Eye, t: Target, said: &mut Said) {
    let Some(ix) = t.record() else { return };
    let h = eye.horizon(ix);
    let r = eye.rec(ix);
    if h == 0 || !eye.touched_since(ix, h) {
        return;
    }
    let first = r.revisions.partition_point(|v| v.seq <= h).max(1);
    let mut attested = r.revisions[first - 1].derived.prints[0];
    let (mut before, mut seen, mut changed) = (attested, r.revisions[first - 1].seq, 0);
    for v in &r.revisions[first..] {
        let print = v.derived.prints[0];
        if print != before {
            let own = before == attested && r.marks.iter().any(|m| m.seq == v.seq && m.outcome.reviews());
            if own {
                (attested, seen) = (print, v.seq);
            } else {
                changed = v.seq;
            }
        }
        before = print;
    }
    if eye.supposed(ix) {
        changed = eye.isms.last_seq();
    } else if before == attested {
        return;
    }
    let on = if eye.supposed(ix) { eye.today } else { eye.day(changed) };
    let say = eye.input(said, "edited-since-review", State::Stale, ix, on, seen);
    say.path = super::Path::of(&[ix]);
}
fn not_to_hold(eye: &Eye, t: Target, said: &mut Said) {
    let Some(ix) = t.record() else { return };
    let Some(m) = eye.rec(ix).last_review().filter(|m| m.outcome == Outcome::DoesNotHold) else { return };
    let done = |a: Ix| super::risks::done(eye.rec(a).state());
    let by_review =
        eye.rec(m.review).get::<Review>().is_some_and(|r| r.actions.iter().filter_map(|a| eye.isms.ix(a)).any(done));
    if !by_review && !eye.citing(m.review, "action", "from").any(done) {
        said.tell("found-not-to-hold", State::Stale).changed = Some(m.held_on);
    }
}
