//! What the file knows of each topic of the management review, since the day from which it looks back, with what it was before.
//! It gathers and counts; it must never judge.
use super::{last_minuted, since};
use crate::currency::{self, Moment};
use crate::dates;
use crate::isms::{Isms, Ix, Record};
use crate::kinds::*;
use crate::staleness::word;
use crate::wizard::{Run, short};
use chrono::NaiveDate;
use std::rc::Rc;

/// Facts under one title: a line each, of a record or not; or a sentence where there are none.
pub(super) struct Facts {
    pub title: String,
    pub none: &'static str,
    pub lines: Vec<(Option<Ix>, String)>,
}
impl Facts {
    fn list(title: &str, none: &'static str, lines: Vec<(Ix, String)>) -> Facts {
        Facts { title: title.into(), none, lines: lines.into_iter().map(|(ix, s)| (Some(ix), s)).collect() }
    }
    fn says(title: &str, text: impl Into<String>) -> Facts {
        Facts { title: title.into(), none: "", lines: vec![(None, text.into())] }
    }
}

/// How many of what there were on a day.
#[derive(Clone, Copy, Default)]
pub(super) struct Counted {
    pub headcount: u32,
    pub findings: usize,
    pub open: usize,
    pub late: usize,
    pub above: usize,
    pub off: usize,
}
fn counted(isms: &Isms, on: NaiveDate) -> Counted {
    let line = isms.organization().map_or(9, |o| o.accept_up_to.0);
    let open = |r: &Record| matches!(r.state(), "open" | "doing");
    Counted {
        headcount: isms.organization().map_or(0, |o| o.headcount.0),
        findings: isms.live::<Nonconformity>().filter(|(_, r, n)| n.failing() && r.state() != "closed").count(),
        open: isms.live::<Action>().filter(|(_, r, _)| open(r)).count(),
        late: isms.live::<Action>().filter(|(_, r, a)| open(r) && a.due.0 < on).count(),
        above: isms.live::<Risk>().filter(|(_, _, k)| k.level() > line).count(),
        off: isms.live::<Objective>().filter(|(_, r, o)| r.state() == "set" && off_target(o).is_some()).count(),
    }
}
/// Then and now: worked out once for a page.
pub(super) struct Trend {
    pub then: Counted,
    pub now: Counted,
    pub moments: Vec<Moment>,
    /// Who expected what then.
    pub parties: Vec<String>,
}
pub(super) fn trend(run: &Run) -> Rc<Trend> {
    run.once(|| {
        let then = run.isms.as_of(since(run));
        Trend {
            then: counted(&then, since(run)),
            now: counted(run.isms, run.today),
            moments: currency::on_days(run.isms, &[since(run), run.today]),
            parties: expected(&then),
        }
    })
}
/// "Customers: that their results stay secret"
fn expected(isms: &Isms) -> Vec<String> {
    let parties = isms.organization().into_iter().flat_map(|o| &o.parties);
    parties.map(|p| format!("{}: {}", &*p.who, p.expects.trim())).collect()
}
/// The last value that counts, where it is off target.
pub(super) fn off_target(o: &Objective) -> Option<f64> {
    let last = o.measurements.iter().filter(|m| m.struck.is_none()).max_by_key(|m| m.date.0)?;
    Some(last.number.value()).filter(|v| !o.on_target(*v))
}
/// Objectives that are off target, by code.
pub(super) fn off(run: &Run) -> Vec<String> {
    run.isms
        .live::<Objective>()
        .filter(|(_, r, o)| r.state() == "set" && off_target(o).is_some())
        .map(|(_, r, _)| r.code.to_string())
        .collect()
}
/// Risks above the line which nobody has accepted, or whose acceptance ends within 90 days.
pub(super) fn to_accept(run: &Run) -> Vec<String> {
    let Some(org) = run.isms.organization() else { return Vec::new() };
    let soon = dates::add_days(run.today, 90);
    let ends = |k: &Risk| k.accepted.is_none() || k.accepted_until.is_some_and(|d| d.0 <= soon);
    run.isms
        .live::<Risk>()
        .filter(|(_, _, k)| carried(k) > org.accept_up_to.0 && ends(k))
        .map(|(_, r, _)| r.code.to_string())
        .collect()
}
/// The level that is lived with: what is left by the plan, or where it stands if it is carried as it is.
pub(super) fn carried(k: &Risk) -> u32 {
    if word(&k.treatment) == "retain" { k.level() } else { k.residual() }
}

/// "3 since 5 June; 1 in the 12 months before."
fn twice(run: &Run, days: impl Iterator<Item = NaiveDate>) -> String {
    let from = since(run);
    let length = dates::days_between(from, run.today).max(1);
    let earlier = dates::add_days(from, -length);
    let (mut now, mut before) = (0, 0);
    for d in days {
        if d > from && d <= run.today {
            now += 1;
        } else if d > earlier && d <= from {
            before += 1;
        }
    }
    format!("{now} since {}; {before} in the {length} days before.", run.say_day(from))
}
fn moved(run: &Run, was: usize, now: usize) -> String {
    format!("{now} now; {was} on {}.", run.say_day(since(run)))
}
fn new(run: &Run, r: &Record) -> bool {
    run.isms.day_of(r.added()) > since(run)
}
/// "done on 3 March", "late since 1 May", "by 3 July", "dropped: ..."
fn stands(run: &Run, r: &Record, a: &Action) -> String {
    let who = run.name(&a.owner);
    match (r.state(), a.done_on) {
        ("dropped", _) => format!("dropped: {}", a.dropped_why.as_ref().map_or("", |w| w.trim())),
        (state, Some(d)) if state != "open" && state != "doing" => {
            let worked = match a.effective.map(|e| word(&e).to_string()).as_deref() {
                Some("yes") => ", and it worked",
                Some("partly") => ", and it worked in part",
                Some(_) => ", and it did not work",
                None => "",
            };
            format!("{who}, done on {}{worked}", run.say_day(d.0))
        }
        _ if a.due.0 < run.today => format!("{who}, late since {}", run.say_day(a.due.0)),
        _ => format!("{who}, by {}", run.say_day(a.due.0)),
    }
}
fn actions(run: &Run, take: impl Fn(&Record, &Action) -> bool) -> Vec<(Ix, String)> {
    run.isms.live::<Action>().filter(|(_, r, a)| take(r, a)).map(|(ix, r, a)| (ix, stands(run, r, a))).collect()
}

/// Everything that the file knows of a topic.
pub(super) fn of(run: &Run, topic: &str) -> Vec<Facts> {
    match topic {
        "a1" => decided(run),
        "b1" => outside(run),
        "b2" => inside(run),
        "c1" => parties(run),
        "d1" => wrong(run),
        "d2" => numbers(run),
        "d3" => audits(run),
        "d4" => aims(run),
        "e1" => told(run),
        "f1" => risks(run),
        _ => better(run),
    }
}
fn decided(run: &Run) -> Vec<Facts> {
    let Some((_, r, m)) = last_minuted(run) else {
        return vec![Facts::says("Decided last time", "There was no management review in this file before.")];
    };
    let mut out = Vec::new();
    let (mut linked, mut plain) = (Vec::new(), Vec::new());
    for d in &m.decisions {
        match d.action.as_ref().and_then(|a| Some((run.isms.ix(a)?, run.isms.record(a)?, run.isms.get::<Action>(a)?))) {
            Some((ix, r, a)) => linked.push((ix, stands(run, r, a))),
            None => plain.push((None, d.what.trim().to_string())),
        }
    }
    let done = linked.iter().filter(|(_, s)| s.contains("done on")).count();
    let late = linked.iter().filter(|(_, s)| s.contains("late since")).count();
    out.push(Facts::says(
        "Since then",
        format!("{} of {} done, {late} late ({}, {}).", done, linked.len(), r.code, run.say_day(m.held_on.0)),
    ));
    out.push(Facts::list("Decided last time", "Nothing that somebody had to do.", linked));
    if !plain.is_empty() {
        out.push(Facts { title: "Said without something to do".into(), none: "", lines: plain });
    }
    out
}
fn outside(run: &Run) -> Vec<Facts> {
    let org = run.isms.organization();
    let from = since(run);
    let laws = run
        .isms
        .live::<Obligation>()
        .filter(|(_, r, _)| run.isms.day_of(r.print(0)) > from)
        .map(|(ix, _, o)| (ix, o.source.to_string()))
        .collect();
    let concerns = |t: &Threat| word(&t.relevant) == "yes";
    let news = run
        .isms
        .live::<Threat>()
        .filter(|(_, r, t)| new(run, r) && concerns(t))
        .map(|(ix, _, t)| (ix, t.relevant_why.as_ref().map_or_else(|| t.source.to_string(), |w| short(w))))
        .collect();
    let days = run.isms.live::<Threat>().filter(|(_, _, t)| concerns(t)).map(|(_, r, _)| run.isms.day_of(r.added()));
    vec![
        Facts::says("The world around you", org.map_or_else(String::new, |o| o.issues_outside.to_string())),
        Facts::list("Law and contracts that changed", "Nothing that binds you changed in this file.", laws),
        Facts::says("News of threats that concerned you", twice(run, days)),
        Facts::list("What it was", "None.", news),
    ]
}
fn inside(run: &Run) -> Vec<Facts> {
    let from = since(run);
    let changes = run
        .isms
        .live::<Change>()
        .filter(|(_, r, c)| matches!(r.state(), "approved" | "done" | "checked") && c.when.0 > from)
        .map(|(ix, _, c)| (ix, format!("from {}", run.say_day(c.when.0))))
        .collect();
    let mut people = Vec::new();
    for (ix, _, p) in run.isms.live::<Person>() {
        match p.left_on {
            Some(d) if d.0 > from => people.push((ix, format!("left on {}", run.say_day(d.0)))),
            None if p.joined_on.0 > from => people.push((ix, format!("joined on {}", run.say_day(p.joined_on.0)))),
            _ => {}
        }
    }
    let systems = run
        .isms
        .live::<Asset>()
        .filter(|(_, r, _)| new(run, r))
        .map(|(ix, _, a)| (ix, a.purpose.to_string()))
        .collect();
    let t = trend(run);
    vec![
        Facts::list("Changes", "No change was recorded.", changes),
        Facts::says("People within the scope", moved(run, t.then.headcount as usize, t.now.headcount as usize)),
        Facts::list("Who came, who went", "Nobody came or went.", people),
        Facts::list("New systems", "None was added.", systems),
    ]
}
fn parties(run: &Run) -> Vec<Facts> {
    let org = run.isms.organization();
    let from = since(run);
    let contracts = run
        .isms
        .live::<Obligation>()
        .filter(|(_, r, o)| word(&o.sort) == "contract" && run.isms.day_of(r.print(0)) > from)
        .map(|(ix, _, o)| (ix, short(&o.demands)))
        .collect();
    let t = trend(run);
    let who = expected(run.isms);
    let fresh = who.iter().filter(|s| !t.parties.contains(s)).count();
    let who = who.into_iter().map(|s| (None, s)).collect();
    vec![
        Facts { title: "Who expects what".into(), none: "Nobody is on record.", lines: who },
        Facts::says("New or in other words", format!("{fresh} since {}.", run.say_day(from))),
        Facts::list("Contracts that are new or changed", "None.", contracts),
        Facts::says("Climate", org.map_or_else(String::new, |o| o.climate_why.to_string())),
    ]
}
fn finding(run: &Run, r: &Record, n: &Nonconformity) -> String {
    let again = n.repeats.as_ref().map_or_else(String::new, |b| format!(", again after {}", &**b));
    format!("{}, found on {}, {}{again}", word(&n.grade), run.say_day(n.raised_on.0), r.state())
}
fn wrong(run: &Run) -> Vec<Facts> {
    let from = since(run);
    let failing = || run.isms.live::<Nonconformity>().filter(|(_, _, n)| n.failing());
    let list = failing()
        .filter(|(_, r, n)| n.raised_on.0 > from || r.state() != "closed")
        .map(|(ix, r, n)| (ix, finding(run, r, n)))
        .collect();
    let cures = actions(run, |_, a| {
        word(&a.sort) == "corrective" && (a.checked_on.is_some_and(|d| d.0 > from) || a.effective.is_none())
    });
    let repeats = failing().filter(|(_, _, n)| n.repeats.is_some() && n.raised_on.0 > from).count();
    let t = trend(run);
    vec![
        Facts::says("Found", twice(run, failing().map(|(_, _, n)| n.raised_on.0))),
        Facts::says("Open", moved(run, t.then.findings, t.now.findings)),
        Facts::says("Found again", format!("{repeats} since {}.", run.say_day(from))),
        Facts::list("Findings", "There is none.", list),
        Facts::list("What was done about the causes, and did it work?", "Nothing was to be done.", cures),
    ]
}
fn numbers(run: &Run) -> Vec<Facts> {
    let t = trend(run);
    let (then, now) = (t.moments.first(), t.moments.last());
    let percent = |m: Option<&Moment>| m.and_then(|m| Some((m.on, m.all.percent()?)));
    let all = currency::trend(
        percent(then).filter(|(on, _)| *on < run.today),
        percent(now).map(|x| x.1),
        run.today,
    );
    let kept = |m: Option<&Moment>| {
        let c = m.map(|m| m.of("routine")).unwrap_or_default();
        format!("{} of {}", c.holds(), c.total)
    };
    let missed = run
        .isms
        .live::<Routine>()
        .filter_map(|(ix, r, _)| {
            let item = run.item(&r.code)?;
            let why = item.reasons.iter().find(|x| x.rule.id.starts_with("routine-"))?;
            Some((ix, why.text(run.isms)))
        })
        .collect();
    vec![
        Facts::says("What is current", all.unwrap_or_else(|| "There is no earlier day to compare with.".into())),
        Facts::says("Routines that are kept", format!("{} now; {} on {}.", kept(now), kept(then), run.say_day(since(run)))),
        Facts::list("Routines with a gap", "None.", missed),
        Facts::says(
            "Things to do that are late",
            format!("{} of {} now; {} of {} on {}.", t.now.late, t.now.open, t.then.late, t.then.open, run.say_day(since(run))),
        ),
        Facts::list("Measured", "Nothing is measured yet.", measured(run)),
    ]
}
fn measured(run: &Run) -> Vec<(Ix, String)> {
    let say = |o: &Objective| {
        let mut all: Vec<_> = o.measurements.iter().filter(|m| m.struck.is_none()).collect();
        all.sort_by_key(|m| m.date.0);
        let unit = o.unit.trim();
        let values: Vec<String> = all.iter().rev().take(2).rev().map(|m| format!("{} {unit}", &*m.number)).collect();
        match values.as_slice() {
            [] => "not measured yet".to_string(),
            [one] => one.clone(),
            more => more.join(", then "),
        }
    };
    run.isms
        .live::<Objective>()
        .filter(|(_, r, _)| r.state() == "set")
        .map(|(ix, _, o)| (ix, format!("{}; the aim is {} {} by {}", say(o), &*o.target, &*o.unit, run.say_day(o.by_when.0))))
        .collect()
}
fn audits(run: &Run) -> Vec<Facts> {
    let day = |a: &Audit| a.held_until.or(a.held_from).map(|d| d.0);
    let held = || run.isms.live::<Audit>().filter(|(_, r, _)| r.state() != "planned");
    let list = held()
        .filter(|(_, _, a)| day(a).is_some_and(|d| d > since(run)))
        .map(|(ix, r, a)| {
            let n = run
                .isms
                .live::<Nonconformity>()
                .filter(|(_, f, n)| {
                    n.audit.as_ref().is_some_and(|x| **x == *r.code) || a.findings.iter().any(|c| *c == *f.code)
                })
                .count();
            let summary = a.summary.as_ref().map_or_else(String::new, |s| format!("; {}", short(s)));
            let on = day(a).map(|d| run.say_day(d)).unwrap_or_default();
            (ix, format!("{}, {on}, {n} {}{summary}", word(&a.sort).replace('_', " "), if n == 1 { "finding" } else { "findings" }))
        })
        .collect();
    vec![
        Facts::says("Audits held", twice(run, held().filter_map(|(_, _, a)| day(a)))),
        Facts::list("What they said", "No audit was held in this time.", list),
    ]
}
fn aims(run: &Run) -> Vec<Facts> {
    let t = trend(run);
    let ended = run
        .isms
        .live::<Objective>()
        .filter(|(_, r, _)| matches!(r.state(), "reached" | "missed") && run.isms.day_of(r.head().seq) > since(run))
        .map(|(ix, r, _)| (ix, r.state().to_string()))
        .collect();
    vec![
        Facts::says("Off target", moved(run, t.then.off, t.now.off)),
        Facts::list("Value against target", "There is no aim.", measured(run)),
        Facts::list("Reached or missed since then", "None has ended.", ended),
    ]
}
fn told(run: &Run) -> Vec<Facts> {
    let theirs = |n: &Nonconformity| matches!(word(&n.source), "staff" | "customer");
    let list = run
        .isms
        .live::<Nonconformity>()
        .filter(|(_, _, n)| theirs(n) && n.raised_on.0 > since(run))
        .map(|(ix, r, n)| (ix, format!("{}; {}", word(&n.source), finding(run, r, n))))
        .collect();
    let reports = run
        .isms
        .live::<Incident>()
        .filter(|(_, r, _)| new(run, r))
        .map(|(ix, _, i)| (ix, i.noticed_by.as_ref().map_or_else(String::new, |w| format!("noticed by {}", w.trim()))))
        .collect();
    let days = run.isms.live::<Incident>().map(|(_, r, _)| run.isms.day_of(r.added()));
    vec![
        Facts::list("Complaints and remarks of customers and staff", "None is on record.", list),
        Facts::says("What people reported", twice(run, days)),
        Facts::list("Reports", "None.", reports),
    ]
}
fn risks(run: &Run) -> Vec<Facts> {
    let t = trend(run);
    let plan = actions(run, |r, a| {
        word(&a.sort) == "treatment"
            && (matches!(r.state(), "open" | "doing") || a.done_on.is_some_and(|d| d.0 > since(run)))
    });
    let done = plan.iter().filter(|(_, s)| s.contains("done on")).count();
    let ending = to_accept(run)
        .iter()
        .filter_map(|c| {
            let k = run.isms.get::<Risk>(c)?;
            let until = k.accepted.as_ref().and(k.accepted_until);
            let says = until.map_or_else(|| "accepted by nobody".to_string(), |d| format!("accepted until {}", run.say_day(d.0)));
            Some((run.isms.ix(c)?, format!("stands at {}; {says}", carried(k))))
        })
        .collect();
    vec![
        Facts::says("Risks above the line", moved(run, t.then.above, t.now.above)),
        Facts::says("The plan", format!("{done} of {} done.", plan.len())),
        Facts::list("What is planned", "Nothing is planned.", plan),
        Facts::list("Acceptances to give", "None is missing, none ends within 90 days.", ending),
    ]
}
fn better(run: &Run) -> Vec<Facts> {
    let from = since(run);
    let chances = run
        .isms
        .live::<Nonconformity>()
        .filter(|(_, r, n)| !n.failing() && (n.raised_on.0 > from || !matches!(r.state(), "closed" | "noted")))
        .map(|(ix, r, n)| (ix, finding(run, r, n)))
        .collect();
    let ideas = actions(run, |r, a| word(&a.sort) == "improvement" && (matches!(r.state(), "open" | "doing") || new(run, r)));
    let lessons = run
        .isms
        .live::<Incident>()
        .filter(|(_, r, _)| run.isms.day_of(r.head().seq) > from)
        .filter_map(|(ix, _, i)| Some((ix, short(i.lessons.as_ref()?))))
        .collect();
    vec![
        Facts::list("What others saw that could be better", "Nothing is on record.", chances),
        Facts::list("Ideas", "None is on record.", ideas),
        Facts::list("Lessons", "None was written down.", lessons),
    ]
}
