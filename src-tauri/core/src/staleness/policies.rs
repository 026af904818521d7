//! C. Policies and courses (DOMAIN 3.4 C).
use super::{Differs, Eye, Reason, Rule, Said, Sort, State, Target, When, word};
use crate::dates::{add_days, add_months};
use crate::isms::{Isms, Ix, Record, Revision, Seq, json_of};
use crate::kinds::{Incident, Policy, Threat};
use crate::words::Version;
use chrono::NaiveDate;
use serde_json::Value;

const REVIEW: &str = "review; no effect";
pub const RULES: &[Rule] = &[
    Rule {
        id: "policy-obligation-changed",
        target: "policy",
        clause: "7.5, A.5.31",
        sort: Sort::Input,
        dagger: false,
        when: When::Input(&[("obligation", Differs::Facet(""))]),
        says: "{t} answers {O}, whose entry changed on {changed}; it was last reviewed on {reviewed}.",
        clears: REVIEW,
    },
    Rule {
        id: "policy-control-changed",
        target: "policy",
        clause: "A.5.1, A.5.37",
        sort: Sort::Input,
        dagger: false,
        when: When::Input(&[("control", Differs::Facet("for_policy"))]),
        says: "{t} describes {O}, which is done differently since {changed}.",
        clears: "review; no effect; both reviewed in one act",
    },
    Rule {
        id: "policy-incident",
        target: "policy",
        clause: "A.5.27",
        sort: Sort::Input,
        dagger: false,
        when: When::News("incident", &[], |_, _| true),
        says: "In {O} the rule of {t} was missing or not followed.",
        clears: "review",
    },
    Rule {
        id: "policy-nonconformity",
        target: "policy",
        clause: "10.2",
        sort: Sort::Input,
        dagger: false,
        when: When::News("nonconformity", &[], |_, _| true),
        says: "{O} ({o.grade}{requirement}) concerns {t}.",
        clears: "review",
    },
    Rule {
        id: "policy-organization-changed",
        target: "policy",
        clause: "5.2, 5.3",
        sort: Sort::Input,
        dagger: false,
        when: When::Test(organization_changed),
        says: "The {facet} changed on {changed}; {T} still speaks for the old one.",
        clears: REVIEW,
    },
    Rule {
        id: "policy-change",
        target: "policy",
        clause: "6.3",
        sort: Sort::Input,
        dagger: false,
        when: When::News("change", &[], |_, _| true),
        says: "{O} touches what {t} rules.",
        clears: REVIEW,
    },
    Rule {
        id: "policy-parent-changed",
        target: "policy",
        clause: "A.5.1",
        sort: Sort::Input,
        dagger: false,
        when: When::Input(&[("policy", Differs::Major)]),
        says: "{t} stands under {O}, {version} since {changed}.",
        clears: REVIEW,
    },
    Rule {
        id: "policy-exceptions-pile",
        target: "policy",
        clause: "A.5.1",
        sort: Sort::Input,
        dagger: false,
        when: When::Test(exceptions_pile),
        says: "{t} was excepted {n} times in 12 months; perhaps the rule does not fit.",
        clears: "review",
    },
    Rule {
        id: "policy-approver-left",
        target: "policy",
        clause: "5.2",
        sort: Sort::Contradiction,
        dagger: false,
        when: When::Test(approver_left),
        says: "{t} was approved by {o}, who no longer directs the organization.",
        clears: "new approval",
    },
    Rule {
        id: "policy-draft-waiting",
        target: "policy",
        clause: "7.5.2",
        sort: Sort::Cadence,
        dagger: false,
        when: When::Test(draft_waiting),
        says: "Version {draft} of {T} has been waiting {ago} days for approval.",
        clears: "approval; draft dropped",
    },
    Rule {
        id: "policy-missing",
        target: "POLICIES",
        clause: "5.2, 6.1.2",
        sort: Sort::Contradiction,
        dagger: true,
        when: When::Test(missing),
        says: "There is no approved {missing} in force.",
        clears: "one in force",
    },
    Rule {
        id: "course-policy-changed",
        target: "course",
        clause: "7.3, A.6.3",
        sort: Sort::Input,
        dagger: false,
        when: When::Input(&[("policy", Differs::Major)]),
        says: "{t} teaches {O}, {version} since {changed}.",
        clears: "new course version; review; no effect",
    },
    Rule {
        id: "course-news",
        target: "course",
        clause: "A.5.27, A.6.3",
        sort: Sort::Input,
        dagger: false,
        when: When::Test(course_news),
        says: "{O} is a lesson for {T}.",
        clears: REVIEW,
    },
];

/// What of a versioned document holds on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Holds {
    pub(crate) version: Version,
    pub(crate) since: NaiveDate,
    pub(crate) seq: Seq,
}
/// The version that holds by the revisions up to `seq`: the latest in force, or offered, whose day satisfies `begun(day, day of the act)`.
fn holding(isms: &Isms, r: &Record, seq: Seq, begun: impl Fn(NaiveDate, NaiveDate) -> bool) -> Option<Holds> {
    let mut found: Option<Holds> = None;
    for v in r.revisions.iter().rev().skip_while(|v| v.seq > seq) {
        let (state, version, from) = version_in(v);
        if let Some(have) = &mut found {
            // Back to the act that published it.
            if version != Some(have.version) || !in_force(&state) {
                break;
            }
            have.seq = v.seq;
            have.since = from.unwrap_or(isms.day_of(v.seq));
            continue;
        }
        let acted = isms.day_of(v.seq);
        let since = from.unwrap_or(acted);
        if in_force(&state) && begun(since, acted) {
            found = version.map(|version| Holds { version, since, seq: v.seq });
        }
    }
    found
}
fn version_in(v: &Revision) -> (String, Option<Version>, Option<NaiveDate>) {
    let body = json_of(v);
    let text = |k: &str| body.get(k).and_then(Value::as_str);
    (
        text("state").unwrap_or_default().to_string(),
        text("version").and_then(|t| t.parse().ok()),
        text("in_force_from").and_then(crate::dates::parse),
    )
}
fn in_force(state: &str) -> bool {
    matches!(state, "in_force" | "offered")
}
/// The version that holds today.
pub(crate) fn holds_now(isms: &Isms, ix: Ix, today: NaiveDate) -> Option<Holds> {
    holding(isms, isms.rec(ix), Seq::MAX, |since, acted| since <= today || since <= acted)
}
/// The first act by which the present major version came, and since when it holds.
pub(crate) fn major_since(isms: &Isms, ix: Ix, today: NaiveDate) -> Option<Holds> {
    let now = holds_now(isms, ix, today)?;
    let mut first = now;
    for v in isms.rec(ix).revisions.iter().rev() {
        let (state, version, from) = version_in(v);
        match version {
            Some(version) if version.major == now.version.major && in_force(&state) => {
                first = Holds { version, since: from.unwrap_or(isms.day_of(v.seq)), seq: v.seq }
            }
            Some(version) if version.major == now.version.major => {}
            _ => break,
        }
    }
    Some(first)
}
/// Does a new major version hold, or was the document withdrawn, since the horizon? Then the day (3.1: what a date alone brings about lies
/// beyond the horizon of every review held on that date or before it).
pub(crate) fn new_major(eye: &Eye, ix: Ix, h: Seq, held: NaiveDate) -> Option<NaiveDate> {
    let r = eye.rec(ix);
    if eye.supposed_major(ix) {
        return Some(eye.today);
    }
    let then = h.max(r.added());
    let was = r.at(then)?;
    if !r.live() || matches!(r.state(), "withdrawn" | "superseded") {
        let gone_then = was.derived.retired || matches!(version_in(was).0.as_str(), "withdrawn" | "superseded");
        return (!gone_then).then(|| eye.day(r.head().seq));
    }
    let seen = holding(eye.isms, r, then, |since, acted| since <= acted || since < held).map_or(0, |v| v.version.major);
    let now = major_since(eye.isms, ix, eye.today)?;
    (now.version.major > seen).then_some(now.since)
}

fn organization_changed(eye: &Eye, t: Target, said: &mut Said) {
    let (Target::Record(ix), Some((org, _))) = (t, eye.org) else { return };
    let Some(p) = eye.rec(ix).get::<Policy>() else { return };
    if eye.horizon(ix) == 0 || eye.rec(ix).state() == "draft" {
        return;
    }
    let Some(rule) = super::rule("policy-organization-changed") else { return };
    let (h, _) = eye.pair_horizon(ix, org, rule);
    let facets: &[&str] = if word(&p.sort) == "policy" { &["scope", "roles", "context"] } else { &["scope", "roles"] };
    let last = facets
        .iter()
        .map(|f| eye.facet(org, f))
        .filter(|f| eye.differs(org, *f, h))
        .map(|f| (eye.changed_on(org, f), f))
        .max();
    if let Some((on, facet)) = last {
        eye.input(said, "policy-organization-changed", State::Stale, org, on, h).number = facet as i64;
    }
}

fn exceptions_pile(eye: &Eye, t: Target, said: &mut Said) {
    let Target::Record(ix) = t else { return };
    let h = eye.horizon(ix);
    if h == 0 {
        return;
    }
    let since = add_months(eye.today, -12);
    let (mut n, mut last) = (0, 0);
    for e in eye.citing(ix, "exception", "from_rule") {
        let granted = eye.rec(e).revisions.iter().find(|v| v.derived.active).map(|v| v.seq);
        if let Some(seq) = granted.filter(|s| eye.day(*s) >= since) {
            n += 1;
            last = last.max(seq);
        }
    }
    if n >= 3 && last > h {
        let say = said.tell("policy-exceptions-pile", State::Stale);
        say.changed = Some(eye.day(last));
        say.number = n;
    }
}

fn approver_left(eye: &Eye, t: Target, said: &mut Said) {
    let (Target::Record(ix), Some((_, org))) = (t, eye.org) else { return };
    let Some(p) = eye.rec(ix).get::<Policy>().filter(|p| word(&p.sort) == "policy") else { return };
    let Some(a) = &p.approved else { return };
    if org.top_management.contains(&a.by.0) {
        return;
    }
    // A version for which nobody acts differently may be its owner's (2.11); who approved the rule itself is asked of the major before it.
    if word(&p.change) == "minor" && eye.rec(ix).common.owner.as_ref().is_some_and(|o| **o == a.by.0) {
        return;
    }
    let Some(person) = eye.isms.ix(&a.by.0) else { return };
    let (org_ix, h) = (eye.isms.ix("ORG").unwrap_or(person), eye.horizon(ix));
    let since = eye.since(org_ix, |body| {
        !body
            .get("top_management")
            .and_then(Value::as_array)
            .is_some_and(|l| l.iter().any(|p| p.as_str() == Some(&a.by.0)))
    });
    eye.input(said, "policy-approver-left", State::Stale, person, eye.day(since), h);
}

/// The draft beside a version in force, or a first version that waits: since which act, and its number.
fn draft(isms: &Isms, ix: Ix) -> Option<(Seq, String)> {
    let r = isms.rec(ix);
    let p = r.get::<Policy>()?;
    let body = r.body_json();
    let since = |holds: &dyn Fn(&serde_json::Map<String, Value>) -> bool| {
        r.revisions.iter().rev().take_while(|v| holds(&json_of(v))).last().map(|v| v.seq)
    };
    if let Some(d) = body.get("draft") {
        let version = d.get("version").cloned();
        let seq = since(&|b| b.get("draft").is_some_and(|x| x.get("version") == version.as_ref()))?;
        return Some((
            seq,
            version.as_ref().and_then(Value::as_str).map_or_else(|| next_version(p.version, d), String::from),
        ));
    }
    if matches!(r.state(), "draft" | "in_approval") {
        let seq = since(&|b| matches!(b.get("state").and_then(Value::as_str), Some("draft" | "in_approval")))?;
        return Some((seq, p.version.to_string()));
    }
    None
}
fn next_version(v: Version, draft: &Value) -> String {
    match draft.get("change").and_then(Value::as_str) {
        Some("minor") => Version { major: v.major, minor: v.minor + 1 },
        _ => Version { major: v.major + 1, minor: 0 },
    }
    .to_string()
}
fn draft_waiting(eye: &Eye, t: Target, said: &mut Said) {
    let Target::Record(ix) = t else { return };
    let r = eye.rec(ix);
    if !matches!(r.state(), "draft" | "in_approval") && r.get::<Policy>().is_none_or(|p| p.draft.is_none()) {
        return;
    }
    let Some((seq, _)) = draft(eye.isms, ix) else { return };
    let from = eye.day(seq);
    if let Some(say) = said.due("policy-draft-waiting", add_days(from, 30), -1) {
        say.changed = Some(from);
    }
}

/// The papers without which nothing else stands: in force, live.
fn missing(eye: &Eye, _: Target, said: &mut Said) {
    let has =
        |which: fn(&Policy) -> bool| eye.isms.live::<Policy>().any(|(_, r, p)| r.state() == "in_force" && which(p));
    let policy = has(|p| word(&p.sort) == "policy");
    let method = has(|p| {
        word(&p.sort) == "method" && (p.answers.0.is_empty() || p.answers.0.iter().any(|c| c.starts_with("6.1")))
    });
    for (n, there) in [policy, method].into_iter().enumerate() {
        if !there {
            said.tell("policy-missing", State::NeverReviewed).number = n as i64;
        }
    }
}

fn course_news(eye: &Eye, t: Target, said: &mut Said) {
    let Target::Record(ix) = t else { return };
    if eye.horizon(ix) == 0 {
        return;
    }
    let Some(rule) = super::rule("course-news") else { return };
    let r = eye.rec(ix);
    let mut tell = |n: Ix, through: Ix| {
        let (h, held) = eye.pair_horizon(ix, n, rule);
        if let Some(on) = eye.news_since(n, h, held) {
            eye.input(said, "course-news", State::DueSoon, n, on, h).path = super::Path::of(&[n, through, ix]);
        }
    };
    for policy in eye.isms.linked(r, "policies") {
        for n in eye.citing(policy, "incident", "policies") {
            if eye.rec(n).get::<Incident>().is_some_and(|i| super::follow_up::class(i) >= 2) {
                tell(n, policy);
            }
        }
    }
    for control in eye.isms.linked(r, "controls") {
        for risk in eye.citing(control, "risk", "controls") {
            for n in eye.citing(risk, "threat", "risks") {
                if eye.rec(n).get::<Threat>().is_some_and(|t| word(&t.level) == "tactical") {
                    tell(n, risk);
                }
            }
        }
    }
}

// ---- words for sentences
/// "whose version 3.0 holds", or "which was withdrawn".
pub(crate) fn version_words(isms: &Isms, r: &Reason) -> String {
    let Some(ix) = r.input else { return String::new() };
    let rec = isms.rec(ix);
    if !rec.live() || matches!(rec.state(), "withdrawn" | "superseded") {
        return "which is withdrawn".into();
    }
    match major_since(isms, ix, r.today) {
        Some(v) => format!("whose version {} holds", v.version),
        None => "which changed".into(),
    }
}
/// "version 2.0 holds", of a pair's course or policy.
pub(crate) fn holds_words(isms: &Isms, r: &Reason) -> String {
    let Target::Pair(_, b) = r.target else { return String::new() };
    major_since(isms, b, r.today).map_or_else(|| "a new one holds".into(), |v| format!("version {} holds", v.version))
}
/// What changed in it, in the words that staff read.
pub(crate) fn what_changed(isms: &Isms, r: &Reason) -> String {
    let Some(ix) = r.input else { return String::new() };
    let rec = isms.rec(ix);
    let first = major_since(isms, ix, r.today).and_then(|v| rec.at(v.seq)).map(json_of).unwrap_or_default();
    first.get("changed_what").and_then(Value::as_str).unwrap_or_default().to_string()
}
pub(crate) fn draft_words(isms: &Isms, r: &Reason) -> String {
    r.target.record().and_then(|ix| draft(isms, ix)).map_or_else(String::new, |(_, v)| v)
}
pub(crate) fn missing_words(r: &Reason) -> &'static str {
    if r.number == 0 { "information security policy" } else { "method for judging risks" }
}
