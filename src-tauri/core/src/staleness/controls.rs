//! D. Controls and the Statement of Applicability (DOMAIN 3.4 D).
use super::{Differs, Eye, Reason, Rule, Said, Sort, State, Target, When, word};
use crate::dates::{add_days, add_months};
use crate::isms::{Isms, Ix, Seq, json_of};
use crate::kinds::{Control, Evidence, Nonconformity, Policy, Review, Risk};
use crate::soa::{soa_version, soa_versions};
use chrono::NaiveDate;
use serde_json::{Map, Value};

const REVIEW: &str = "review; no effect";
pub const RULES: &[Rule] = &[
    Rule {
        id: "control-risk-changed",
        target: "control",
        clause: "6.1.3",
        sort: Sort::Input,
        dagger: false,
        when: When::Test(risk_changed),
        says: "{o}, for which {t} is there, {bands} on {changed}.",
        clears: REVIEW,
    },
    Rule {
        id: "control-reason-gone",
        target: "control",
        clause: "6.1.3 d",
        sort: Sort::Contradiction,
        dagger: true,
        when: When::Test(reason_gone),
        says: "{T} is included because of a risk, but no risk cites it any more.",
        clears: "a risk; another reason; exclusion",
    },
    Rule {
        id: "control-excluded-but-needed",
        target: "control",
        clause: "6.1.3 d",
        sort: Sort::Contradiction,
        dagger: true,
        when: When::Test(excluded_but_needed),
        says: "{T} is excluded, yet {O} counts on it.",
        clears: "applies = yes; link removed",
    },
    Rule {
        id: "control-policy-changed",
        target: "control",
        clause: "A.5.1",
        sort: Sort::Input,
        dagger: false,
        when: When::Input(&[("policy", Differs::Major)]),
        says: "{t} follows {O}, {version} since {changed}.",
        clears: REVIEW,
    },
    Rule {
        id: "control-obligation-changed",
        target: "control",
        clause: "A.5.31",
        sort: Sort::Input,
        dagger: false,
        when: When::Input(&[("obligation", Differs::Facet(""))]),
        says: "{t} answers {O}, whose entry changed on {changed}.",
        clears: REVIEW,
    },
    Rule {
        id: "control-rests-changed",
        target: "control",
        clause: "8.1",
        sort: Sort::Input,
        dagger: false,
        when: When::Input(&[("asset", Differs::Facet("")), ("supplier", Differs::Facet(""))]),
        says: "{t} rests on {O}{through}, which changed on {changed}.",
        clears: REVIEW,
    },
    Rule {
        id: "control-evidence-expired",
        target: "control",
        clause: "9.1, 7.5",
        sort: Sort::Expiry,
        dagger: false,
        when: When::Test(evidence),
        says: "The newest proof of {T} is from {changed}.",
        clears: "new evidence; a performance",
    },
    Rule {
        id: "control-no-evidence",
        target: "control",
        clause: "6.1.3 d, 9.1",
        sort: Sort::Contradiction,
        dagger: true,
        when: When::With("control-evidence-expired"),
        says: "{T} is said to be in place and nothing shows it.",
        clears: "evidence; routine; honest status",
    },
    Rule {
        id: "control-routine-late",
        target: "control",
        clause: "8.1, A.5.18",
        sort: Sort::Contradiction,
        dagger: true,
        when: When::Test(routine_late),
        says: "{t} lives by {O}, which {late_or_missed} {changed}.",
        clears: "the performance",
    },
    Rule {
        id: "control-exception",
        target: "control",
        clause: "A.5.36",
        sort: Sort::Input,
        dagger: false,
        when: When::News("exception", &[], |_, _| true),
        says: "{O} suspends {t} for {for_what} until {o.until}.",
        clears: REVIEW,
    },
    Rule {
        id: "control-incident",
        target: "control",
        clause: "A.5.27",
        sort: Sort::Input,
        dagger: false,
        when: When::News("incident", &[], |_, _| true),
        says: "In {O} {t} failed or was missing.",
        clears: "review",
    },
    Rule {
        id: "control-nonconformity",
        target: "control",
        clause: "10.2",
        sort: Sort::Input,
        dagger: false,
        when: When::Test(nonconformity),
        says: "{O} was raised against {t}.",
        clears: "review",
    },
    Rule {
        id: "control-change",
        target: "control",
        clause: "A.8.32",
        sort: Sort::Input,
        dagger: false,
        when: When::News("change", &[], |_, _| true),
        says: "{O} touches {T}.",
        clears: REVIEW,
    },
    Rule {
        id: "control-planned-late",
        target: "control",
        clause: "6.1.3 e, 8.3",
        sort: Sort::Expiry,
        dagger: false,
        when: When::Test(planned_late),
        says: "{T} was to be in place by {due}.",
        clears: "status; new date with why",
    },
    Rule {
        id: "control-does-not-work",
        target: "control",
        clause: "10.2",
        sort: Sort::Contradiction,
        dagger: true,
        when: When::Test(does_not_work),
        says: "{T} did not work at the last look, and nothing is being done about it.",
        clears: "action; exception; review",
    },
    Rule {
        id: "soa-not-approved",
        target: "SOA",
        clause: "6.1.3 d, 7.5.2",
        sort: Sort::Cadence,
        dagger: false,
        when: When::Test(soa_not_approved),
        says: "The Statement of Applicability {soa} of {changed} has not been approved.",
        clears: "approval",
    },
    Rule {
        id: "soa-on-certificate",
        target: "SOA",
        clause: "certification",
        sort: Sort::Contradiction,
        dagger: false,
        when: When::Test(soa_on_certificate),
        says: "The certificate names Statement of Applicability {org.soa_on_certificate}; yours is {soa}. Tell the certification body, at the latest before the next audit.",
        clears: "field updated after the audit",
    },
];

fn control<'e>(eye: &'e Eye, t: Target) -> Option<(Ix, &'e Control)> {
    let ix = t.record()?;
    Some((ix, eye.rec(ix).get::<Control>()?))
}
fn applies(c: &Control) -> bool {
    word(&c.applies) == "yes"
}
fn status(c: &Control) -> &'static str {
    word(&c.status)
}
/// Risks that cite a control, retired ones too.
fn citing_risks(eye: &Eye, ix: Ix) -> Vec<Ix> {
    let mut out: Vec<Ix> = eye
        .rec(ix)
        .inn
        .iter()
        .filter(|(s, _)| eye.kind(*s) == "risk" && !eye.rec(*s).common.withdrawn)
        .map(|(s, _)| *s)
        .collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// What of a risk matters to its controls, as it stood.
struct Stood {
    level: u32,
    modify: bool,
    retired: bool,
    cites: bool,
}
fn stood(body: &Map<String, Value>, control: &str) -> Stood {
    let score = |k: &str| body.get(k).and_then(Value::as_u64).unwrap_or(0) as u32;
    let cites =
        |k: &str| body.get(k).and_then(Value::as_array).is_some_and(|l| l.iter().any(|c| c.as_str() == Some(control)));
    Stood {
        level: score("likelihood") * score("impact"),
        modify: body.get("treatment").and_then(Value::as_str) == Some("modify"),
        retired: body.contains_key("retired"),
        cites: cites("controls") || cites("planned_controls"),
    }
}
/// 0: the band rose; 1: it is no longer to be reduced; 2: retired.
fn risk_moved(isms: &Isms, risk: Ix, control: &str, seen: Seq) -> Option<i64> {
    let r = isms.rec(risk);
    let was = stood(&json_of(r.at(seen)?), control);
    let now = stood(&r.body_json(), control);
    if !was.cites || was.retired {
        return None;
    }
    let band = |level: u32| isms.organization().map_or(0, |o| o.band_of(level).0);
    match (now.retired, was.modify && !now.modify, band(now.level) > band(was.level)) {
        (true, ..) => Some(2),
        (_, _, true) => Some(0),
        (_, true, _) => Some(1),
        _ => None,
    }
}
fn risk_changed(eye: &Eye, t: Target, said: &mut Said) {
    let Some((ix, _)) = control(eye, t) else { return };
    let h = eye.horizon(ix);
    if h == 0 {
        return;
    }
    let Some(rule) = super::rule("control-risk-changed") else { return };
    let code = &eye.rec(ix).code;
    for risk in citing_risks(eye, ix) {
        if !eye.differs(risk, 0, h) {
            continue;
        }
        let (h, _) = eye.pair_horizon(ix, risk, rule);
        if !eye.differs(risk, 0, h) {
            continue;
        }
        if let Some(how) = risk_moved(eye.isms, risk, code, h) {
            eye.input(said, "control-risk-changed", State::Stale, risk, eye.changed_on(risk, 0), h).number = how;
        }
    }
}
/// "rose from medium to high", for the sentence.
pub(crate) fn bands(isms: &Isms, r: &Reason) -> String {
    let Some(o) = r.input else { return String::new() };
    let rec = isms.rec(o);
    match r.number {
        2 => "was retired".into(),
        1 => "is no longer to be reduced".into(),
        _ => {
            let was = rec.at(r.seen).map(json_of).unwrap_or_default();
            let name = |level: u32| isms.organization().map_or(String::new(), |org| org.band_of(level).1.to_string());
            format!("rose from {} to {}", name(stood(&was, "").level), name(rec.get::<Risk>().map_or(0, Risk::level)))
        }
    }
}
fn reason_gone(eye: &Eye, t: Target, said: &mut Said) {
    let Some((ix, c)) = control(eye, t) else { return };
    if applies(c)
        && c.because_of.len() == 1
        && word(&c.because_of[0]) == "risk"
        && !citing_risks(eye, ix).iter().any(|r| eye.live(*r))
    {
        said.tell("control-reason-gone", State::Stale);
    }
}
fn excluded_but_needed(eye: &Eye, t: Target, said: &mut Said) {
    let Some((ix, c)) = control(eye, t) else { return };
    if applies(c) {
        return;
    }
    let r = eye.rec(ix);
    let risks = citing_risks(eye, ix);
    let needs = risks
        .into_iter()
        .chain(eye.isms.linked(r, "obligations"))
        .chain(eye.isms.linked(r, "policies"))
        .filter(|n| eye.live(*n));
    for n in needs {
        let on = eye.day(eye.rec(n).added());
        eye.input(said, "control-excluded-but-needed", State::Stale, n, on, 0);
    }
}

/// Everything filed as proof of a record, live.
pub(crate) fn proofs(eye: &Eye, ix: Ix) -> Vec<Ix> {
    let mut out: Vec<Ix> = eye.isms.linked(eye.rec(ix), "evidence").filter(|e| eye.live(*e)).collect();
    out.extend(eye.citing(ix, "evidence", "about"));
    out.sort_unstable();
    out.dedup();
    out
}
fn evidence(eye: &Eye, t: Target, said: &mut Said) {
    let Some((ix, c)) = control(eye, t) else { return };
    if !applies(c) || !matches!(status(c), "partly" | "in_place") {
        return;
    }
    let r = eye.rec(ix);
    let mut routines = eye.isms.linked(r, "routines").filter(|x| eye.live(*x)).peekable();
    let has_routine = routines.peek().is_some();
    let proofs = proofs(eye, ix);
    if proofs.is_empty() {
        if !has_routine && status(c) == "in_place" {
            said.tell("control-no-evidence", State::Stale);
        }
        return;
    }
    if routines.any(|x| super::time::routine_kept(eye, x)) {
        return;
    }
    let mut newest: Option<(NaiveDate, Ix)> = None;
    for e in proofs {
        let Some(ev) = eye.rec(e).get::<Evidence>() else { continue };
        let taken = ev.collected_on.0;
        if ev.valid_until.is_none_or(|v| v.0 >= eye.today) && add_months(taken, 13) >= eye.today {
            let until = ev.valid_until.map_or(add_months(taken, 13), |v| v.0.min(add_months(taken, 13)));
            said.next(until);
            if let Some(say) = said.coming("control-evidence-expired", until, 30) {
                say.input = Some(e);
                say.changed = Some(taken);
            }
            return;
        }
        newest = newest.max(Some((taken, e)));
    }
    if let Some((on, e)) = newest {
        eye.input(said, "control-evidence-expired", State::Stale, e, on, 0);
    }
}
fn routine_late(eye: &Eye, t: Target, said: &mut Said) {
    let Some((ix, c)) = control(eye, t) else { return };
    if !applies(c) {
        return;
    }
    for routine in eye.isms.linked(eye.rec(ix), "routines").filter(|r| eye.live(*r)) {
        if let Some((day, missed)) = super::time::routine_late(eye, routine) {
            eye.input(said, "control-routine-late", State::Stale, routine, day, 0).number = missed.into();
        }
    }
}
/// Active findings by the control against which they speak: by link, or because their requirement is this control. Sorted.
pub(crate) fn findings(eye: &Eye) -> Vec<(Ix, Ix)> {
    let mut out = Vec::new();
    for (n, r) in eye.isms.each("nonconformity").filter(|(_, r)| r.live() && r.head().derived.active) {
        let Some(nc) = r.get::<Nonconformity>() else { continue };
        out.extend(eye.isms.linked(r, "controls").map(|c| (c, n)));
        out.extend(
            nc.requirement
                .0
                .iter()
                .filter_map(|q| eye.isms.ix(&format!("SOA-{}", q.strip_prefix("A.")?)))
                .map(|c| (c, n)),
        );
    }
    out.sort_unstable();
    out.dedup();
    out
}
fn nonconformity(eye: &Eye, t: Target, said: &mut Said) {
    let Some(ix) = t.record() else { return };
    let h = eye.horizon(ix);
    if h == 0 {
        return;
    }
    let held = eye.reviewed(ix).unwrap_or(NaiveDate::MIN);
    let from = eye.once.findings.partition_point(|(c, _)| *c < ix);
    for &(_, n) in eye.once.findings[from..].iter().take_while(|(c, _)| *c == ix) {
        if let Some(on) = eye.news_since(n, h, held) {
            eye.input(said, "control-nonconformity", State::Stale, n, on, h);
        }
    }
}
fn planned_late(eye: &Eye, t: Target, said: &mut Said) {
    let Some((_, c)) = control(eye, t) else { return };
    if let Some(by) = c.done_by.filter(|_| applies(c) && matches!(status(c), "planned" | "partly")) {
        said.due("control-planned-late", by.0, 30);
    }
}
fn does_not_work(eye: &Eye, t: Target, said: &mut Said) {
    let Some((ix, c)) = control(eye, t) else { return };
    if !applies(c) || !matches!(word(&c.works), "no" | "partly") {
        return;
    }
    let r = eye.rec(ix);
    let since = eye.since_field(ix, "works");
    let open = |a: Ix| eye.live(a) && super::risks::open(eye.rec(a).state());
    let from = |x: Ix| eye.citing(x, "action", "from").any(open);
    // An action that a review of it ordered, or that names it or a finding against it; a permission; a risk that was judged since.
    let by_review = r.marks.iter().filter(|m| m.seq >= since).any(|m| {
        from(m.review)
            || eye
                .rec(m.review)
                .get::<Review>()
                .is_some_and(|v| v.actions.iter().filter_map(|a| eye.isms.ix(a)).any(open))
    });
    let by_finding = eye
        .citing(ix, "nonconformity", "controls")
        .any(|n| eye.rec(n).state() != "closed" && super::risks::actions(eye, n).any(|(a, _)| open(a)));
    let by_exception = eye.citing(ix, "exception", "from_rule").any(|e| eye.rec(e).state() == "granted");
    let by_risk = citing_risks(eye, ix).iter().any(|x| eye.live(*x) && eye.changed_by(*x, 0) > since);
    // Work that was under way already when the look was taken.
    let planned = matches!(status(c), "planned" | "partly") && c.done_by.is_some_and(|d| d.0 >= eye.today);
    if !(by_review || by_finding || by_exception || by_risk || planned || eye.citing_any(ix, "action").any(open)) {
        said.tell("control-does-not-work", State::Stale).changed = Some(eye.day(since));
    }
}

/// A new major version after the last approval of the Statement (2.9), or its first that nobody has approved.
fn soa_not_approved(eye: &Eye, _: Target, said: &mut Said) {
    let approved = eye.isms.last_mark("SOA").map_or(0, |m| m.seq);
    let mut major = 0;
    for v in soa_versions(eye.isms) {
        let new = v.version.major > major;
        major = v.version.major;
        if new && v.seq > approved {
            if let Some(say) = said.due("soa-not-approved", add_days(v.on, 30), -1) {
                say.changed = Some(v.on);
                say.seen = v.seq;
            }
            return;
        }
    }
}
fn soa_on_certificate(eye: &Eye, _: Target, said: &mut Said) {
    let Some(named) = eye.org.and_then(|(_, o)| o.soa_on_certificate.as_ref()) else { return };
    let digits: String = named.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    if let (Some(now), Ok(n)) = (soa_version(eye.isms), digits.parse::<u32>()) {
        if n != now.version.major {
            said.tell("soa-on-certificate", State::DueSoon).due = eye.next_audit;
        }
    }
}
pub(crate) fn soa_words(isms: &Isms) -> String {
    soa_version(isms).map_or_else(String::new, |v| v.version.to_string())
}
/// Is a policy in force? Used by what asks whether a rule answers something.
pub(crate) fn in_force(eye: &Eye, ix: Ix) -> bool {
    eye.live(ix) && eye.rec(ix).state() == "in_force" && eye.rec(ix).get::<Policy>().is_some()
}
