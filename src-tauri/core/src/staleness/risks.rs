//! B. Risks: what they rest on, news, approval, acceptance, treatment; and the register as a whole (DOMAIN 3.4 B).
use super::{Bearing, Differs, Eye, Rule, Said, Sort, State, Target, When, word};
use crate::dates::{add_days, days_between};
use crate::isms::{Ix, Seq, json_of};
use crate::kinds::{Action, Asset, Change, Incident, Process, Review, Risk, Threat, Vulnerability};
use chrono::NaiveDate;
use serde_json::{Map, Value};

const REVIEW: &str = "review; no effect";
pub const RULES: &[Rule] = &[
    Rule {
        id: "risk-asset-changed",
        target: "risk",
        clause: "8.2",
        sort: Sort::Input,
        dagger: false,
        when: When::Input(&[("asset", Differs::Facet(""))]),
        says: "{t} rests on {O}{through}, whose {fields} changed on {changed}; it was last reviewed on {reviewed}.",
        clears: REVIEW,
    },
    Rule {
        id: "risk-process-changed",
        target: "risk",
        clause: "8.2",
        sort: Sort::Input,
        dagger: false,
        when: When::Input(&[("process", Differs::Facet(""))]),
        says: "{t} rests on {O}, whose {fields} changed on {changed}; it was last reviewed on {reviewed}.",
        clears: REVIEW,
    },
    Rule {
        id: "risk-supplier-changed",
        target: "risk",
        clause: "8.2, A.5.22",
        sort: Sort::Input,
        dagger: false,
        when: When::Input(&[("supplier", Differs::Facet(""))]),
        says: "{t} depends on {O}{through}: its {fields} changed on {changed}.",
        clears: "review; no effect; review of what lies between",
    },
    Rule {
        id: "risk-threat-news",
        target: "risk",
        clause: "8.2, A.5.7",
        sort: Sort::Input,
        dagger: false,
        when: When::News("threat", &["asset"], always),
        says: "News that bears on {t}: {O}, judged relevant on {changed}.",
        clears: REVIEW,
    },
    Rule {
        id: "risk-vulnerability",
        target: "risk",
        clause: "8.2, A.8.8",
        sort: Sort::Input,
        dagger: false,
        when: When::News("vulnerability", &["asset"], weakness),
        says: "{O} ({o.severity}{exploited}) was found on {at}{rests}.",
        clears: REVIEW,
    },
    Rule {
        id: "risk-incident",
        target: "risk",
        clause: "8.2, A.5.27",
        sort: Sort::Input,
        dagger: false,
        when: When::News("incident", &["asset", "supplier"], incident),
        says: "{O} of {changed} {case} {t}; is likelihood {t.likelihood} still right?",
        clears: "review (not by saying that it has none where the incident names the risk)",
    },
    Rule {
        id: "risk-control-changed",
        target: "risk",
        clause: "8.2",
        sort: Sort::Input,
        dagger: false,
        when: When::Input(&[("control", Differs::Facet("for_risk"))]),
        says: "{t} counts on {O}, {moved} on {changed}.",
        clears: REVIEW,
    },
    Rule {
        id: "risk-change",
        target: "risk",
        clause: "8.2, 6.3, A.8.32",
        sort: Sort::Input,
        dagger: false,
        when: When::News("change", &["asset", "process", "supplier"], always),
        says: "{O} was approved on {changed} and touches {at}{rests}.",
        clears: REVIEW,
    },
    Rule {
        id: "risk-nonconformity",
        target: "risk",
        clause: "10.2",
        sort: Sort::Input,
        dagger: false,
        when: When::News("nonconformity", &[], always),
        says: "{O} says something about {t}.",
        clears: REVIEW,
    },
    Rule {
        id: "risk-obligation-changed",
        target: "risk",
        clause: "8.2, A.5.31",
        sort: Sort::Input,
        dagger: false,
        when: When::Input(&[("obligation", Differs::Facet(""))]),
        says: "{t} would break {O}, whose entry changed on {changed}.",
        clears: REVIEW,
    },
    Rule {
        id: "risk-criteria-changed",
        target: "risk",
        clause: "6.1.2",
        sort: Sort::Input,
        dagger: false,
        when: When::Test(criteria_changed),
        says: "The yardstick changed on {changed} ({criteria}); {t} was scored with the old one.",
        clears: "review: confirm or re-score",
    },
    Rule {
        id: "risk-exception",
        target: "risk",
        clause: "A.5.36",
        sort: Sort::Input,
        dagger: false,
        when: When::News("exception", &[], always),
        says: "{O} lets {for_what} do without {from_rule} until {o.until}; that bears on {t}.",
        clears: REVIEW,
    },
    Rule {
        id: "risk-treatment-done",
        target: "risk",
        clause: "8.3, 6.1.1 e",
        sort: Sort::Input,
        dagger: false,
        when: When::Test(treatment_done),
        says: "All {n} actions of {t} are done since {changed}. The residual level was a forecast: confirm it.",
        clears: "review",
    },
    Rule {
        id: "risk-not-approved",
        target: "risk",
        clause: "6.1.3 f",
        sort: Sort::Contradiction,
        dagger: true,
        when: When::Test(not_approved),
        says: "{t}'s treatment was changed on {changed} and {owner} has not approved it.",
        clears: "approval",
    },
    Rule {
        id: "risk-not-accepted",
        target: "risk",
        clause: "6.1.3 f, 6.1.2 a",
        sort: Sort::Contradiction,
        dagger: true,
        when: When::Test(not_accepted),
        says: "{t} stands at {n}; you accept up to {line}; nobody who may has accepted it.",
        clears: "acceptance; lower level",
    },
    Rule {
        id: "risk-acceptance-ending",
        target: "risk",
        clause: "6.1.3 f",
        sort: Sort::Expiry,
        dagger: false,
        when: When::Test(acceptance_ending),
        says: "{other} accepted {t} until {due}.",
        clears: "new acceptance; lower level",
    },
    Rule {
        id: "risk-untreated",
        target: "risk",
        clause: "6.1.3 e",
        sort: Sort::Contradiction,
        dagger: true,
        when: When::Test(untreated),
        says: "{t} is to be reduced, but no action says how.",
        clears: "an action; another decision",
    },
    Rule {
        id: "risk-action-late",
        target: "risk",
        clause: "8.3",
        sort: Sort::Input,
        dagger: false,
        when: When::Test(action_late),
        says: "{o} for {t} is {late} days late, so the risk stays where it is; is that acceptable?",
        clears: "action done or moved with why; review",
    },
    Rule {
        id: "register-risk-missing",
        target: "REGISTER",
        clause: "8.2, 6.1.2 c",
        sort: Sort::Input,
        dagger: false,
        when: When::Test(risk_missing),
        says: "An item of news asked for a new risk: {O}.",
        clears: "identification review",
    },
    Rule {
        id: "register-context-changed",
        target: "REGISTER",
        clause: "6.1.1, 8.2",
        sort: Sort::Input,
        dagger: false,
        when: When::Test(context_changed),
        says: "The context changed on {changed} ({fields}); are risks missing?",
        clears: "identification review",
    },
    Rule {
        id: "register-asset-uncovered",
        target: "REGISTER",
        clause: "6.1.2 c",
        sort: Sort::Contradiction,
        dagger: false,
        when: When::Test(asset_uncovered),
        says: "{O} matters{matters} and no risk mentions it.",
        clears: "a risk; a review that says why not",
    },
];

fn always(_: &Eye, _: &Bearing) -> bool {
    true
}
/// Dealt with in time is daily work and touches no risk.
fn weakness(eye: &Eye, b: &Bearing) -> bool {
    let r = eye.rec(b.news);
    r.get::<Vulnerability>()
        .is_some_and(|v| b.named == b.target || exploited(v) || v.due.0 < eye.today || r.state() == "accepted")
}
pub(crate) fn exploited(v: &Vulnerability) -> bool {
    word(&v.exploited) == "confirmed"
}
/// A near miss bears on what it names as a risk that came true; from an incident on, on what rests on what it hit.
fn incident(eye: &Eye, b: &Bearing) -> bool {
    b.named == b.target || eye.rec(b.news).get::<Incident>().is_some_and(|i| super::follow_up::class(i) >= 2)
}

/// The values of one revision of the criteria.
pub(crate) struct Criteria {
    seq: Seq,
    line: u32,
    rest: Map<String, Value>,
}
/// The criteria as they stood by each revision of the organization in which they changed; empty as long as they never did.
pub(crate) fn criteria(eye: &Eye) -> Vec<Criteria> {
    let Some((ix, _)) = eye.org else { return Vec::new() };
    let r = eye.rec(ix);
    let facet = eye.facet(ix, "criteria");
    let Some((_, names)) = r.info().facets.get(facet.wrapping_sub(1)) else { return Vec::new() };
    let mut out: Vec<Criteria> = Vec::new();
    let mut last = 0;
    for v in &r.revisions {
        if v.derived.prints[facet] == last {
            continue;
        }
        last = v.derived.prints[facet];
        let mut body = json_of(v);
        let line = body.get("accept_up_to").and_then(Value::as_u64).unwrap_or(9) as u32;
        body.retain(|k, _| names.contains(&k.as_str()) && k != "accept_up_to" && k != "accept_above");
        out.push(Criteria { seq: v.seq, line, rest: body });
    }
    if out.len() < 2 { Vec::new() } else { out }
}
/// DOMAIN 8: of a change of the line alone, only the risks between the old and the new line.
fn criteria_changed(eye: &Eye, t: Target, said: &mut Said) {
    let (Target::Record(ix), Some((org, o))) = (t, eye.org) else { return };
    let h = eye.horizon(ix);
    if h == 0 {
        return;
    }
    let facet = eye.facet(org, "criteria");
    if !eye.differs(org, facet, h) {
        return;
    }
    let seen = eye.once.criteria.iter().rfind(|c| c.seq <= h).or(eye.once.criteria.first());
    if let (Some(seen), Some(now)) = (seen, eye.once.criteria.last()) {
        if seen.rest == now.rest {
            let level = eye.rec(ix).get::<Risk>().map_or(0, Risk::level);
            let (low, high) = (seen.line.min(o.accept_up_to.0), seen.line.max(o.accept_up_to.0));
            if level <= low || level > high {
                return;
            }
        }
    }
    eye.input(said, "risk-criteria-changed", State::Stale, org, eye.changed_on(org, facet), h);
}

/// The actions of a record: those it names and those that name it as their source.
pub(crate) fn actions<'e>(eye: &'e Eye, ix: Ix) -> impl Iterator<Item = (Ix, &'e Action)> {
    let named = move |a: Ix| eye.isms.linked(eye.rec(ix), "actions").any(|x| x == a);
    let from = eye.citing(ix, "action", "from").filter(move |a| !named(*a));
    eye.isms
        .linked(eye.rec(ix), "actions")
        .filter(|a| eye.live(*a))
        .chain(from)
        .filter_map(|a| Some((a, eye.rec(a).get::<Action>()?)))
}
pub(crate) fn open(state: &str) -> bool {
    matches!(state, "open" | "doing")
}
pub(crate) fn done(state: &str) -> bool {
    matches!(state, "done" | "checked")
}

fn treatment_done(eye: &Eye, t: Target, said: &mut Said) {
    let Target::Record(ix) = t else { return };
    let h = eye.horizon(ix);
    if h == 0 {
        return;
    }
    if !actions(eye, ix).any(|(a, _)| eye.touched_since(a, h)) {
        return;
    }
    let (mut last, mut n) = (None, 0);
    for (a, action) in actions(eye, ix) {
        match eye.rec(a).state() {
            s if done(s) => {
                n += 1;
                let by = eye.since_state(a, done);
                if last.is_none_or(|(seq, _, _)| by > seq) {
                    last = Some((by, a, action.done_on.map_or(eye.day(by), |d| d.0)));
                }
            }
            s if open(s) => return,
            _ => {}
        }
    }
    if let Some((_, a, on)) = last.filter(|(seq, _, _)| *seq > h) {
        eye.input(said, "risk-treatment-done", State::Stale, a, on, h).number = n;
    }
}
/// What the owner approves: the treatment, and what is left by it. Of a risk that is carried nothing is done, so what is left follows the
/// scores and is no change of the treatment.
fn plan_of(body: &Map<String, Value>) -> [Option<&Value>; 5] {
    let carried = body.get("treatment").and_then(Value::as_str) == Some("retain");
    let left = |k: &str| if carried { None } else { body.get(k) };
    [
        body.get("treatment"),
        body.get("planned_controls"),
        body.get("actions"),
        left("residual_likelihood"),
        left("residual_impact"),
    ]
}
fn not_approved(eye: &Eye, t: Target, said: &mut Said) {
    let Target::Record(ix) = t else { return };
    let r = eye.rec(ix);
    let Some(risk) = r.get::<Risk>() else { return };
    let given = risk.plan_approved.as_ref();
    let by_owner = given.is_some_and(|a| a.by.0 == risk.owner.0);
    let mut treatment = eye.day(r.print(r.info().facet("treatment")));
    if by_owner && given.is_some_and(|a| a.on.0 >= treatment) {
        return;
    }
    // The first revision that has the plan as it stands now.
    let now = r.body_json();
    let plan = plan_of(&now);
    if let Some(v) = r.revisions.iter().find(|v| plan_of(&json_of(v)) == plan) {
        treatment = treatment.min(eye.day(v.seq));
    }
    let stands = given.is_some_and(|a| a.on.0 >= treatment);
    if by_owner && stands {
        return;
    }
    // The plan stands as approved by a former owner: the change is that of the owner.
    let changed = if stands { eye.day(eye.since_field(ix, "owner")).max(treatment) } else { treatment };
    if let Some(say) = said.due("risk-not-approved", add_days(changed, 14), 14) {
        say.changed = Some(changed);
    }
}
fn not_accepted(eye: &Eye, t: Target, said: &mut Said) {
    let Target::Record(ix) = t else { return };
    let (Some(risk), Some((_, org))) = (eye.rec(ix).get::<Risk>(), eye.org) else { return };
    if risk.level().max(risk.residual()) <= eye.accept_up_to {
        return;
    }
    let waits = actions(eye, ix).any(|(a, _)| open(eye.rec(a).state()));
    let level = if waits { risk.residual() } else { risk.level() };
    if level <= eye.accept_up_to {
        return;
    }
    let changed = eye.day(eye.rec(ix).print(eye.facet(ix, "scores")));
    let holds = risk.accepted.as_ref().is_some_and(|a| {
        a.on.0 >= changed
            && org.may_accept(&a.by, &risk.owner, level)
            && risk.accepted_until.is_some_and(|u| u.0 >= eye.today)
    });
    if !holds {
        let say = said.tell("risk-not-accepted", State::Stale);
        say.changed = Some(match risk.accepted_until {
            Some(u) if risk.accepted.as_ref().is_some_and(|a| a.on.0 >= changed) && u.0 < eye.today => u.0,
            _ => changed,
        });
        say.number = level.into();
    }
}
fn acceptance_ending(eye: &Eye, t: Target, said: &mut Said) {
    let Target::Record(ix) = t else { return };
    let Some(risk) = eye.rec(ix).get::<Risk>() else { return };
    let (Some(accepted), Some(until)) = (&risk.accepted, risk.accepted_until) else { return };
    if risk.level() <= eye.accept_up_to {
        return;
    }
    if let Some(say) = said.due("risk-acceptance-ending", until.0, 30) {
        say.other = eye.isms.ix(&accepted.by.0);
    }
}
fn untreated(eye: &Eye, t: Target, said: &mut Said) {
    let Target::Record(ix) = t else { return };
    let Some(risk) = eye.rec(ix).get::<Risk>() else { return };
    if word(&risk.treatment) != "modify" || risk.level() <= eye.accept_up_to {
        return;
    }
    if !actions(eye, ix).any(|(a, _)| open(eye.rec(a).state()) || done(eye.rec(a).state())) {
        said.tell("risk-untreated", State::Stale).changed =
            Some(eye.day(eye.rec(ix).print(eye.facet(ix, "treatment"))));
    }
}
fn action_late(eye: &Eye, t: Target, said: &mut Said) {
    let Target::Record(ix) = t else { return };
    for (a, action) in actions(eye, ix) {
        // By the date alone: within the horizon of every later review (3.1).
        let from = add_days(action.due.0, 30);
        if open(eye.rec(a).state()) && eye.today > from && eye.reviewed(ix).is_none_or(|held| held <= from) {
            let say = eye.input(said, "risk-action-late", State::Stale, a, from, eye.horizon(ix));
            say.due = Some(action.due.0);
        }
    }
}

fn register(eye: &Eye) -> Option<(Seq, NaiveDate)> {
    eye.isms.last_mark("REGISTER").map(|m| (m.horizon, m.held_on))
}
fn risk_missing(eye: &Eye, _: Target, said: &mut Said) {
    let (h, held) = register(eye).unwrap_or((0, NaiveDate::MIN));
    let mut asks = |n: Ix| {
        if let Some(on) = eye.news_since(n, h, held) {
            eye.input(said, "register-risk-missing", State::Stale, n, on, h);
        }
    };
    for (n, _, t) in eye.isms.live::<Threat>() {
        if t.wants_new_risk == Some(true) {
            asks(n);
        }
    }
    for (n, r, c) in eye.isms.live::<Change>() {
        let yes = c.screening.iter().any(|s| word(&s.answer) == "yes");
        if matches!(r.state(), "done" | "checked")
            && c.risks.is_empty()
            && yes
            && eye.since_state(n, |s| matches!(s, "done" | "checked")) > h
        {
            asks(n);
        }
    }
    for (n, r, i) in eye.isms.live::<Incident>() {
        if i.risks.is_empty() && super::follow_up::class(i) >= 1 && r.state() != "closed" {
            asks(n);
        }
    }
}
fn context_changed(eye: &Eye, _: Target, said: &mut Said) {
    let (Some((org, _)), Some((h, _))) = (eye.org, register(eye)) else { return };
    let facets = [eye.facet(org, "context"), eye.facet(org, "scope")];
    if let Some(on) = facets.iter().filter(|f| eye.differs(org, **f, h)).map(|f| eye.changed_on(org, *f)).max() {
        eye.input(said, "register-context-changed", State::Stale, org, on, h);
    }
}
/// Does a live risk rest on it, directly or through a process?
fn covered(eye: &Eye, ix: Ix) -> bool {
    eye.citing_any(ix, "risk").next().is_some()
        || eye
            .citing_any(ix, "process")
            .any(|p| eye.rec(p).get::<Process>().is_some() && eye.citing_any(p, "risk").next().is_some())
}
fn asset_uncovered(eye: &Eye, _: Target, said: &mut Said) {
    let said_why = |ix: Ix| {
        let code = &eye.rec(ix).code;
        eye.isms.no_effect("REGISTER", code) > 0
            || eye.isms.marks_of("REGISTER").iter().any(|m| {
                eye.rec(m.review)
                    .get::<Review>()
                    .is_some_and(|r| r.answers.iter().any(|a| a.target.as_ref().is_some_and(|x| x.0 == **code)))
            })
    };
    let mut tell = |ix: Ix, from: NaiveDate, number: i64| {
        if days_between(from, eye.today) > 30 && !covered(eye, ix) && !said_why(ix) {
            let say = said.tell("register-asset-uncovered", State::DueSoon);
            say.input = Some(ix);
            say.changed = Some(from);
            say.path = super::Path::of(&[ix]);
            say.number = number;
        }
    };
    for (ix, r, a) in eye.isms.live::<Asset>() {
        let most = a.confidentiality.0.max(a.integrity.0).max(a.availability.0);
        if most >= 4 && r.state() == "in_use" {
            let added = eye.day(r.added());
            tell(ix, a.since.map_or(added, |d| d.0.max(added)), most.into());
        }
    }
    for (ix, r, s) in eye.isms.live::<crate::kinds::Supplier>() {
        if super::supply::importance(s) == 2 && r.state() == "in_use" {
            tell(ix, eye.day(r.added()), 0);
        }
    }
}
