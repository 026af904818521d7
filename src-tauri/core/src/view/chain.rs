//! One law from its text to the last signature: the rules that answer it, the courses that teach them, the people whom each concerns, and
//! what else rests on it. It holds no rule: it gathers what staleness says of each, and what a change would reach.
use super::today::{ReasonShown, reason_shown};
use super::{Shown, named, starters::listed};
use crate::dates;
use crate::isms::{Isms, Ix, Record};
use crate::kinds::{Course, Obligation, Policy};
use crate::refusal::Refusal;
use crate::staleness::{self, Currency, Item, Piece, State, Target};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// One record of the chain.
#[derive(Clone, Debug, Serialize)]
pub struct KnotShown {
    pub id: String,
    pub title: String,
    pub kind: &'static str,
    /// "3.0"; empty where it has none.
    pub version: String,
    /// Where it stands, in the words of its kind: "in force".
    pub stage: String,
    pub states: Vec<State>,
    /// Why it is not current.
    pub reasons: Vec<ReasonShown>,
    /// Codes in the column before from which it hangs.
    pub from: Vec<String>,
    /// What waits beside it: "Version 3.0 waits for approval since 4 November."
    pub waits: String,
    /// Its guide, for the button.
    pub item: Option<super::ItemShown>,
}
/// Someone whom a rule or course concerns.
#[derive(Clone, Debug, Serialize)]
pub struct SomeoneShown {
    pub id: String,
    pub name: String,
    pub states: Vec<State>,
    /// "Ana Ruiz was trained on version 1.2; version 2.0 holds since 1 May 2026."
    pub why: String,
}
/// Those whom one rule or course concerns.
#[derive(Clone, Debug, Serialize)]
pub struct CircleShown {
    pub of: String,
    pub title: String,
    pub version: String,
    /// "read" a policy, "learn" a course.
    pub must: &'static str,
    /// "38 of 42 have confirmed version 3.0; 3 owe it, 1 is away."
    pub says: String,
    /// The most urgent state among them; current where nobody owes anything.
    pub state: State,
    /// "Overdue", "Owed", "An earlier version", "Done".
    pub word: &'static str,
    pub done: Vec<SomeoneShown>,
    pub owed: Vec<SomeoneShown>,
    /// New to it, and still within their time.
    pub ahead: Vec<SomeoneShown>,
    pub away: Vec<SomeoneShown>,
}
/// What else rests on it, by kind.
#[derive(Clone, Debug, Serialize)]
pub struct AlsoShown {
    pub title: &'static str,
    pub knots: Vec<KnotShown>,
}
#[derive(Clone, Debug, Serialize)]
pub struct ChainShown {
    pub law: KnotShown,
    pub source: String,
    pub jurisdiction: String,
    pub demands: String,
    /// "Version last read: 2026-03."
    pub read: String,
    pub policies: Vec<KnotShown>,
    pub courses: Vec<KnotShown>,
    pub people: Vec<CircleShown>,
    pub also: Vec<AlsoShown>,
    /// How the whole stands: "Everything is current: 2 policies, 1 course, 42 people."
    pub says: String,
    /// Does it hold from the law to the last signature?
    pub whole: bool,
    /// Where it breaks off: nobody answers it, nobody hears of a rule.
    pub gaps: Vec<Vec<Piece>>,
    /// What a change of substance would do today.
    pub would: String,
    pub then: String,
    /// Where to go on, from the law towards the people, so that it becomes whole.
    pub next: Option<super::ItemShown>,
}

/// The chain of an obligation on the day that is shown.
pub fn chain(s: &Shown, id: &str) -> Result<ChainShown, Refusal> {
    let isms = s.isms;
    let known = isms.ix(id).map(|ix| (ix, isms.rec(ix))).filter(|(_, r)| !r.common.withdrawn);
    let Some((ix, r, law)) = known.and_then(|(ix, r)| Some((ix, r, r.get::<Obligation>()?))) else {
        return Err(match known {
            Some((_, r)) => Refusal::new(
                "link",
                id,
                format!(
                    "{id} is no obligation but of the sort {}; a chain begins at an obligation.",
                    r.info().title.to_lowercase()
                ),
                "Give the code of an obligation, like OB-011.",
            ),
            None => Refusal::new(
                "link",
                id,
                format!("There is no \u{201c}{id}\u{201d} in this file on that day."),
                "Give the code of an obligation, like OB-011.",
            ),
        });
    };
    let policies = answering(isms, id);
    let courses = teaching(isms, &policies);
    let people: Vec<CircleShown> = circles(s, &policies, &courses);
    let law_knot = knot(s, ix, Vec::new());
    let also = also(s, r, &policies);
    let shown_policies: Vec<KnotShown> = policies.iter().map(|ix| knot(s, *ix, vec![id.to_string()])).collect();
    let codes: BTreeSet<String> = policies.iter().map(|ix| isms.rec(*ix).code.to_string()).collect();
    let shown_courses: Vec<KnotShown> = courses
        .iter()
        .map(|ix| {
            let taught = isms.rec(*ix).get::<Course>().map(|c| c.policies.to_vec()).unwrap_or_default();
            knot(s, *ix, taught.into_iter().filter(|p| codes.contains(p)).collect())
        })
        .collect();
    let gaps = gaps(isms, r, law, &policies, &courses);
    let touched = touched(isms, ix, s);
    let mut chain = ChainShown {
        law: law_knot,
        source: law.source.to_string(),
        jurisdiction: law.jurisdiction.to_string(),
        demands: law.demands.to_string(),
        read: law
            .source_version
            .as_ref()
            .map_or_else(|| "No version of the text is on record.".into(), |v| format!("Version last read: {v}.")),
        policies: shown_policies,
        courses: shown_courses,
        people,
        also,
        says: String::new(),
        whole: false,
        gaps,
        would: match counted(&touched) {
            None => "A change of substance would put nothing out of step: nothing rests on it.".into(),
            Some(words) => format!("A change of substance would put {words} out of step."),
        },
        then: then(s, &touched_policies(isms, &touched)),
        next: None,
    };
    chain.whole = is_whole(&chain);
    chain.says = standing(&chain);
    chain.next = next(s, &chain);
    Ok(chain)
}

/// Rules in the file that cite it, in the order of their codes.
fn answering(isms: &Isms, obligation: &str) -> Vec<Ix> {
    isms.live::<Policy>()
        .filter(|(_, r, p)| r.state() != "withdrawn" && p.obligations.iter().any(|o| o == obligation))
        .map(|(ix, ..)| ix)
        .collect()
}
/// Courses that teach one of them.
pub(super) fn teaching(isms: &Isms, policies: &[Ix]) -> Vec<Ix> {
    let codes: BTreeSet<&str> = policies.iter().map(|ix| &*isms.rec(*ix).code).collect();
    isms.live::<Course>()
        .filter(|(_, r, c)| r.state() != "retired" && c.policies.iter().any(|p| codes.contains(p.as_str())))
        .map(|(ix, ..)| ix)
        .collect()
}

fn knot(s: &Shown, ix: Ix, from: Vec<String>) -> KnotShown {
    let isms = s.isms;
    let r = isms.rec(ix);
    let item = s.item(&r.code);
    let body = r.body_json();
    KnotShown {
        id: r.code.to_string(),
        title: r.title(),
        kind: r.info().name,
        version: body.get("version").and_then(serde_json::Value::as_str).unwrap_or_default().to_string(),
        stage: r.state().replace('_', " "),
        states: item.map(|i| i.states.as_ref().to_vec()).unwrap_or_default(),
        reasons: item.map(|i| i.shown().map(|x| reason_shown(isms, x)).collect()).unwrap_or_default(),
        from,
        waits: waits(s, r),
        item: item.filter(|i| super::needs(i, s.today)).map(|i| super::item_shown(s, i)),
    }
}
/// A version that is written or waits for approval beside the one in force.
fn waits(s: &Shown, r: &Record) -> String {
    let Some(d) = r.get::<Policy>().and_then(|p| p.draft.as_ref()) else { return String::new() };
    let version = d.version.map_or_else(|| "The next version".to_string(), |v| format!("Version {v}"));
    let does = match d.state {
        Some(crate::kinds::policy::DraftState::InApproval) => "waits for approval",
        _ => "is being written",
    };
    let since = d.since.map(|d| format!(" since {}", dates::say(d.0, s.today))).unwrap_or_default();
    format!("{version} {does}{since}.")
}

/// Who must read each of the rules, who must do each of the courses.
fn circles(s: &Shown, policies: &[Ix], courses: &[Ix]) -> Vec<CircleShown> {
    let all: BTreeSet<Ix> = policies.iter().chain(courses).copied().collect();
    let mut by: BTreeMap<Ix, Vec<(Ix, &Item)>> = BTreeMap::new();
    for item in &s.currency.items {
        if let Target::Pair(person, of) = item.target {
            if all.contains(&of) {
                by.entry(of).or_default().push((person, item));
            }
        }
    }
    policies
        .iter()
        .chain(courses)
        .filter_map(|of| Some((*of, by.get(of)?)))
        .map(|(of, of_all)| circle(s, of, of_all))
        .collect()
}
fn circle(s: &Shown, of: Ix, all: &[(Ix, &Item)]) -> CircleShown {
    let isms = s.isms;
    let r = isms.rec(of);
    let (mut done, mut owed, mut ahead, mut away) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (person, item) in all {
        let who = isms.rec(*person);
        let one = SomeoneShown {
            id: who.code.to_string(),
            name: who.title(),
            states: item.states.as_ref().to_vec(),
            why: item.shown().next().map(|x| x.text(isms)).unwrap_or_default(),
        };
        if item.states.has(State::NotApplicable) {
            away.push(one);
        } else if item.counts_as_current() {
            done.push(one);
        } else if item.states.is(State::NeverReviewed) && item.due.is_some_and(|d| d >= s.today) {
            ahead.push(one);
        } else {
            owed.push(one);
        }
    }
    for list in [&mut done, &mut owed, &mut ahead, &mut away] {
        list.sort_by_key(|one| one.name.to_lowercase());
    }
    let version = r.get::<Policy>().map(|p| p.version).or_else(|| r.get::<Course>().map(|c| c.version));
    let version = version.map(|v| v.to_string()).unwrap_or_default();
    let policy = r.info().name == "policy";
    let whole = done.len() + owed.len() + ahead.len();
    let verb = match (policy, done.len()) {
        (true, 1) => "has confirmed it",
        (true, _) => "have confirmed it",
        (false, 1) => "has done it",
        (false, _) => "have done it",
    };
    let mut says = format!("{} of {whole} {verb}", done.len());
    let mut rest = Vec::new();
    if !owed.is_empty() {
        rest.push(format!("{} {} it", owed.len(), if owed.len() == 1 { "owes" } else { "owe" }));
    }
    if !ahead.is_empty() {
        rest.push(format!("{} still {} time", ahead.len(), if ahead.len() == 1 { "has" } else { "have" }));
    }
    if !away.is_empty() {
        rest.push(format!("{} {} away", away.len(), if away.len() == 1 { "is" } else { "are" }));
    }
    if !rest.is_empty() {
        says.push_str(&format!("; {}", rest.join(", ")));
    }
    says.push('.');
    let most = |st: State| owed.iter().any(|o| o.states.contains(&st));
    let state = [State::Overdue, State::NeverReviewed, State::Stale].into_iter().find(|st| most(*st));
    let word = match state {
        None if done.is_empty() && !ahead.is_empty() => "Nobody yet",
        None => "Nothing is owed",
        Some(State::Overdue) => "Overdue",
        Some(State::Stale) => "An earlier version",
        Some(_) => "Owed",
    };
    CircleShown {
        of: r.code.to_string(),
        title: r.title(),
        version,
        must: if policy { "read" } else { "learn" },
        says,
        state: state.unwrap_or(State::Current),
        word,
        done,
        owed,
        ahead,
        away,
    }
}

/// Controls, risks, suppliers, activities that cite it, and the routines by which those controls are kept.
fn also(s: &Shown, law: &Record, policies: &[Ix]) -> Vec<AlsoShown> {
    let isms = s.isms;
    let mut by: BTreeMap<&'static str, BTreeMap<Ix, Vec<String>>> = BTreeMap::new();
    for (src, _) in &law.inn {
        let r = isms.rec(*src);
        if r.live() && !policies.contains(src) && matches!(r.info().name, "control" | "risk" | "supplier" | "process") {
            by.entry(r.info().name).or_default().insert(*src, vec![law.code.to_string()]);
        }
    }
    let controls: Vec<Ix> = by.get("control").map(|c| c.keys().copied().collect()).unwrap_or_default();
    for ix in controls {
        for routine in isms.linked(isms.rec(ix), "routines").filter(|x| isms.rec(*x).live()) {
            by.entry("routine").or_default().entry(routine).or_default().push(isms.rec(ix).code.to_string());
        }
    }
    ["control", "risk", "routine", "supplier", "process"]
        .into_iter()
        .filter_map(|kind| {
            let mut knots: Vec<KnotShown> = by.remove(kind)?.into_iter().map(|(ix, from)| knot(s, ix, from)).collect();
            knots.sort_by(|a, b| crate::soa::order(&a.id).cmp(&crate::soa::order(&b.id)).then_with(|| a.id.cmp(&b.id)));
            Some(AlsoShown { title: crate::kinds::kind(kind)?.plural, knots })
        })
        .collect()
}

fn gaps(isms: &Isms, r: &Record, law: &Obligation, policies: &[Ix], courses: &[Ix]) -> Vec<Vec<Piece>> {
    let mut out = Vec::new();
    let mut gap = |before: &str, of: &Record, after: &str| {
        let named = Piece::Code { code: of.code.to_string(), words: format!("{} {}", of.code, of.title()) };
        let text = |t: &str| (!t.is_empty()).then(|| Piece::Text(t.to_string()));
        out.push(text(before).into_iter().chain([named]).chain(text(after)).collect());
    };
    let binds = r.live() && r.state() != "ended" && law.applies == crate::kinds::obligation::Applies::Yes;
    if binds && policies.is_empty() {
        gap("No policy answers ", r, " yet.");
    }
    for ix in policies {
        let p = isms.rec(*ix);
        let Some(policy) = p.get::<Policy>() else { continue };
        if !matches!(p.state(), "in_force") {
            gap("", p, " is not in force: nobody is bound by it yet.");
        } else if !policy.must_be_read()
            && !courses
                .iter()
                .any(|c| isms.rec(*c).get::<Course>().is_some_and(|c| c.policies.iter().any(|x| **x == *p.code)))
        {
            gap("Nobody has to confirm ", p, ", and no course teaches it.");
        }
    }
    out
}

/// Reasons that a change of all that matters in it would give, beside nothing: what an earlier change has put out of step already counts.
fn touched(isms: &Isms, law: Ix, s: &Shown) -> Vec<(&'static str, Ix)> {
    let nothing = Currency { today: s.today, items: Vec::new() };
    let mut out: Vec<(&'static str, Ix)> = Vec::new();
    for r in staleness::impact(isms, &nothing, law, &[]) {
        if let Target::Record(ix) = r.target {
            if ix != law && !out.iter().any(|(_, have)| *have == ix) {
                out.push((isms.rec(ix).info().name, ix));
            }
        }
    }
    out
}
fn touched_policies(isms: &Isms, touched: &[(&'static str, Ix)]) -> Vec<Ix> {
    touched.iter().map(|(_, ix)| *ix).filter(|ix| isms.rec(*ix).info().name == "policy").collect()
}
/// "3 policies, 2 controls and 1 risk"; none where there is nothing.
fn counted(touched: &[(&'static str, Ix)]) -> Option<String> {
    let mut by: BTreeMap<&str, usize> = BTreeMap::new();
    for (kind, _) in touched {
        *by.entry(kind).or_default() += 1;
    }
    super::impact::counted(&by)
}

/// What follows rules when they get a new major version: the courses that teach them, the people who read or learn anew.
/// Empty where no rule is among them, or nothing hangs from them.
pub fn then(s: &Shown, policies: &[Ix]) -> String {
    if policies.is_empty() {
        return String::new();
    }
    let isms = s.isms;
    let courses = teaching(isms, policies);
    let mut people = BTreeSet::new();
    for item in &s.currency.items {
        if let Target::Pair(person, of) = item.target {
            if policies.contains(&of) || courses.contains(&of) {
                people.insert(person);
            }
        }
    }
    let mut what = Vec::new();
    if !courses.is_empty() {
        what.push(format!(
            "{} {}",
            named("course", courses.len(), true),
            if courses.len() == 1 { "has to follow" } else { "have to follow" }
        ));
    }
    if !people.is_empty() {
        let n = people.len();
        what.push(format!("{n} {} to read or learn again", if n == 1 { "person has" } else { "people have" }));
    }
    let rule = if policies.len() == 1 { "the policy changes" } else { "the policies change" };
    if what.is_empty() {
        return format!("If {rule} with it, no course has to follow and nobody has to confirm it.");
    }
    format!("If {rule} with it, {}.", what.join(", and "))
}

/// The first link that needs something, from the law towards the people.
fn next(s: &Shown, c: &ChainShown) -> Option<super::ItemShown> {
    let knots = std::iter::once(&c.law).chain(&c.policies).chain(&c.courses);
    let owed = c.people.iter().flat_map(|x| x.owed.iter().map(|p| format!("{}/{}", p.id, x.of)));
    knots
        .filter(|k| needs(&k.states))
        .filter_map(|k| k.item.clone())
        .chain(owed.filter_map(|id| s.item(&id)).map(|i| super::item_shown(s, i)))
        .find(|i| i.available)
}
fn needs(states: &[State]) -> bool {
    states.iter().any(|s| matches!(s, State::Overdue | State::Stale | State::NeverReviewed))
}
fn is_whole(c: &ChainShown) -> bool {
    c.gaps.is_empty()
        && !needs(&c.law.states)
        && c.policies.iter().chain(&c.courses).all(|k| !needs(&k.states))
        && c.people.iter().all(|p| p.owed.is_empty())
}
/// How it stands, in one or two sentences.
fn standing(c: &ChainShown) -> String {
    let people: BTreeSet<&str> = c
        .people
        .iter()
        .flat_map(|x| x.done.iter().chain(&x.owed).chain(&x.ahead).chain(&x.away))
        .map(|p| p.id.as_str())
        .collect();
    let owing: BTreeSet<&str> = c.people.iter().flat_map(|x| &x.owed).map(|p| p.id.as_str()).collect();
    let of = |n: usize, all: usize, kind: &str| {
        let word = named(kind, all, false);
        match (n == all, all) {
            (true, 1) => format!("the {word}"),
            (true, 2) => format!("both {word}"),
            (true, _) => format!("all {all} {word}"),
            _ => format!("{n} of {all} {word}"),
        }
    };
    if c.whole && c.policies.is_empty() {
        return "It asks for no rule: it does not bind you, or it is not yet clear whether it does.".into();
    }
    if c.whole {
        let mut all = vec![named("policy", c.policies.len(), true)];
        if !c.courses.is_empty() {
            all.push(named("course", c.courses.len(), true));
        }
        if !people.is_empty() {
            all.push(if people.len() == 1 { "1 person".into() } else { format!("{} people", people.len()) });
        }
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        return format!("All of it is current, from the law to the last person: {}.", listed(&all));
    }
    let mut out = Vec::new();
    if needs(&c.law.states) {
        out.push("the law itself".to_string());
    }
    for (knots, kind) in [(&c.policies, "policy"), (&c.courses, "course")] {
        let n = knots.iter().filter(|k| needs(&k.states)).count();
        if n > 0 {
            out.push(of(n, knots.len(), kind));
        }
    }
    let mut says = Vec::new();
    if !out.is_empty() {
        let words: Vec<&str> = out.iter().map(String::as_str).collect();
        let one = out.len() == 1 && (out[0].starts_with("the ") || out[0].starts_with("1 of"));
        let mut text = format!("{} {} a look", listed(&words), if one { "needs" } else { "need" });
        if let Some(first) = text.get(..1).map(str::to_uppercase) {
            text.replace_range(..1, &first);
        }
        says.push(format!("{text}."));
    }
    if !owing.is_empty() {
        let (n, all) = (owing.len(), people.len());
        says.push(format!(
            "{n} of {all} {} {} something.",
            if all == 1 { "person" } else { "people" },
            if n == 1 { "owes" } else { "owe" }
        ));
    }
    if says.is_empty() {
        says.push("What is there is current.".into());
    }
    match c.gaps.len() {
        0 => {}
        1 => says.push("The chain breaks off at one place.".into()),
        n => says.push(format!("The chain breaks off at {n} places.")),
    }
    says.join(" ")
}

/// The laws whose chain runs through these records, in the order of their codes: an obligation itself, those that a policy answers, those
/// of the policies that a course teaches.
pub fn chains_of(isms: &Isms, about: &[String]) -> Vec<super::LawNamed> {
    let mut laws: BTreeSet<String> = BTreeSet::new();
    let of_policy = |code: &str| isms.get::<Policy>(code).map(|p| p.obligations.to_vec()).unwrap_or_default();
    for code in about {
        if isms.get::<Obligation>(code).is_some() {
            laws.insert(code.clone());
        }
        laws.extend(of_policy(code));
        if let Some(c) = isms.get::<Course>(code) {
            laws.extend(c.policies.iter().flat_map(|p| of_policy(p)));
        }
    }
    let live = |code: &String| isms.record(code).filter(|r| r.live()).map(|r| r.title());
    laws.into_iter().filter_map(|code| Some(super::LawNamed { title: live(&code)?, id: code })).collect()
}
