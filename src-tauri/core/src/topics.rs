//! What the file knows of each topic of the management review, since the day from which it looks back, with what it was before: for the
//! guide, for the paper that goes ahead, for the minutes. It gathers and counts; it must never judge.
use crate::currency::{self, Moment};
use crate::dates;
use crate::isms::{Isms, Ix, Record};
use crate::kinds::*;
use crate::staleness::{Item, word};
use crate::wizard::short;
use crate::words::Prose;
use chrono::NaiveDate;
use std::rc::Rc;

/// Who looks: a guide, or a report. Both have worked out what is current, and keep what is worked out once.
pub(crate) trait Standing {
    fn standing(&self, id: &str) -> Option<&Item>;
    fn kept(&self, make: &dyn Fn() -> Trend) -> Rc<Trend>;
}
/// From where it looks, how far back, and at what was said before.
pub(crate) struct Look<'a> {
    pub isms: &'a Isms,
    pub today: NaiveDate,
    /// The day from which it looks back.
    pub since: NaiveDate,
    /// The newest review before this whose minutes are approved.
    pub last: Option<(Ix, &'a Record, &'a ManagementReview)>,
    pub by: &'a dyn Standing,
    /// On paper nothing is cut short.
    pub full: bool,
}
impl<'a> Look<'a> {
    fn say_day(&self, day: NaiveDate) -> String {
        dates::say(day, self.today)
    }
    fn name(&self, person: &str) -> String {
        self.isms.name_of(person)
    }
    fn short(&self, text: &str) -> String {
        if self.full { text.split_whitespace().collect::<Vec<_>>().join(" ") } else { short(text) }
    }
    fn item(&self, id: &str) -> Option<&Item> {
        self.by.standing(id)
    }
    pub fn trend(&self) -> Rc<Trend> {
        self.by.kept(&|| {
            let then = self.isms.as_of(self.since);
            Trend {
                then: counted(&then, self.since),
                now: counted(self.isms, self.today),
                moments: currency::on_days(self.isms, &[self.since, self.today]),
                parties: expected(&then),
            }
        })
    }
}
/// The newest review whose minutes are approved, but for one.
pub(crate) fn last_minuted<'a>(isms: &'a Isms, but: &str) -> Option<(Ix, &'a Record, &'a ManagementReview)> {
    isms.live::<ManagementReview>()
        .filter(|(_, r, _)| r.state() == "minuted" && *r.code != *but)
        .max_by_key(|(_, _, m)| m.held_on.0)
}

/// Facts under one title: a line each, of a record or not; or a sentence where there are none.
pub(crate) struct Facts {
    pub title: String,
    pub none: &'static str,
    pub lines: Vec<(Option<Ix>, String)>,
    /// Words of a record, as they were written.
    pub recorded: bool,
}
impl Facts {
    fn list(title: &str, none: &'static str, lines: Vec<(Ix, String)>) -> Facts {
        Facts {
            title: title.into(),
            none,
            lines: lines.into_iter().map(|(ix, s)| (Some(ix), s)).collect(),
            recorded: false,
        }
    }
    fn says(title: &str, text: impl Into<String>) -> Facts {
        Facts { title: title.into(), none: "", lines: vec![(None, text.into())], recorded: false }
    }
    /// What a record says, where it says something.
    fn quotes(title: &str, text: Option<&Prose>) -> Facts {
        let lines = text.filter(|t| !t.trim().is_empty()).map(|t| (None, t.to_string())).into_iter().collect();
        Facts { title: title.into(), none: "Nothing is on record.", lines, recorded: true }
    }
}

/// How many of what there were on a day.
#[derive(Clone, Copy, Default)]
pub(crate) struct Counted {
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
pub(crate) struct Trend {
    pub then: Counted,
    pub now: Counted,
    pub moments: Vec<Moment>,
    /// Who expected what then.
    pub parties: Vec<String>,
}
/// "Customers: that their results stay secret"
fn expected(isms: &Isms) -> Vec<String> {
    let parties = isms.organization().into_iter().flat_map(|o| &o.parties);
    parties.map(|p| format!("{}: {}", &*p.who, p.expects.trim())).collect()
}
/// The last value that counts, where it is off target.
pub(crate) fn off_target(o: &Objective) -> Option<f64> {
    let last = o.measurements.iter().filter(|m| m.struck.is_none()).max_by_key(|m| m.date.0)?;
    Some(last.number.value()).filter(|v| !o.on_target(*v))
}
/// Objectives that are off target, by code.
pub(crate) fn off(isms: &Isms) -> Vec<String> {
    isms.live::<Objective>()
        .filter(|(_, r, o)| r.state() == "set" && off_target(o).is_some())
        .map(|(_, r, _)| r.code.to_string())
        .collect()
}
/// Risks above the line which nobody has accepted, or whose acceptance ends within 90 days.
pub(crate) fn to_accept(isms: &Isms, today: NaiveDate) -> Vec<String> {
    let Some(org) = isms.organization() else { return Vec::new() };
    let soon = dates::add_days(today, 90);
    let ends = |k: &Risk| k.accepted.is_none() || k.accepted_until.is_some_and(|d| d.0 <= soon);
    isms.live::<Risk>()
        .filter(|(_, _, k)| carried(k) > org.accept_up_to.0 && ends(k))
        .map(|(_, r, _)| r.code.to_string())
        .collect()
}
/// The level that is lived with: what is left by the plan, or where it stands if it is carried as it is.
pub(crate) fn carried(k: &Risk) -> u32 {
    if word(&k.treatment) == "retain" { k.level() } else { k.residual() }
}

/// "3 since 5 June; 1 in the 12 months before."
fn twice(look: &Look, days: impl Iterator<Item = NaiveDate>) -> String {
    let from = look.since;
    let length = dates::days_between(from, look.today).max(1);
    let earlier = dates::add_days(from, -length);
    let (mut now, mut before) = (0, 0);
    for d in days {
        if d > from && d <= look.today {
            now += 1;
        } else if d > earlier && d <= from {
            before += 1;
        }
    }
    format!("{now} since {}; {before} in the {length} days before.", look.say_day(from))
}
fn moved(look: &Look, was: usize, now: usize) -> String {
    format!("{now} now; {was} on {}.", look.say_day(look.since))
}
fn new(look: &Look, r: &Record) -> bool {
    look.isms.day_of(r.added()) > look.since
}
/// "done on 3 March", "late since 1 May", "by 3 July", "dropped: ..."
fn stands(look: &Look, r: &Record, a: &Action) -> String {
    let who = look.name(&a.owner);
    match (r.state(), a.done_on) {
        ("dropped", _) => format!("dropped: {}", a.dropped_why.as_ref().map_or("", |w| w.trim())),
        (state, Some(d)) if state != "open" && state != "doing" => {
            let worked = match a.effective.map(|e| word(&e).to_string()).as_deref() {
                Some("yes") => ", and it worked",
                Some("partly") => ", and it worked in part",
                Some(_) => ", and it did not work",
                None => "",
            };
            format!("{who}, done on {}{worked}", look.say_day(d.0))
        }
        _ if a.due.0 < look.today => format!("{who}, late since {}", look.say_day(a.due.0)),
        _ => format!("{who}, by {}", look.say_day(a.due.0)),
    }
}
fn actions(look: &Look, take: impl Fn(&Record, &Action) -> bool) -> Vec<(Ix, String)> {
    look.isms.live::<Action>().filter(|(_, r, a)| take(r, a)).map(|(ix, r, a)| (ix, stands(look, r, a))).collect()
}

/// Everything that the file knows of a topic.
pub(crate) fn of(look: &Look, topic: &str) -> Vec<Facts> {
    match topic {
        "a1" => decided(look),
        "b1" => outside(look),
        "b2" => inside(look),
        "c1" => parties(look),
        "d1" => wrong(look),
        "d2" => numbers(look),
        "d3" => audits(look),
        "d4" => aims(look),
        "e1" => told(look),
        "f1" => risks(look),
        _ => better(look),
    }
}
fn decided(look: &Look) -> Vec<Facts> {
    let Some((_, r, m)) = look.last else {
        return vec![Facts::says("Decided last time", "There was no management review in this file before.")];
    };
    let mut out = Vec::new();
    let (mut linked, mut plain) = (Vec::new(), Vec::new());
    for d in &m.decisions {
        match d
            .action
            .as_ref()
            .and_then(|a| Some((look.isms.ix(a)?, look.isms.record(a)?, look.isms.get::<Action>(a)?)))
        {
            Some((ix, r, a)) => linked.push((ix, stands(look, r, a))),
            None => plain.push((None, d.what.trim().to_string())),
        }
    }
    let done = linked.iter().filter(|(_, s)| s.contains("done on")).count();
    let late = linked.iter().filter(|(_, s)| s.contains("late since")).count();
    out.push(Facts::says(
        "Since then",
        format!("{} of {} done, {late} late ({}, {}).", done, linked.len(), r.code, look.say_day(m.held_on.0)),
    ));
    out.push(Facts::list("Decided last time", "Nothing that somebody had to do.", linked));
    if !plain.is_empty() {
        out.push(Facts { title: "Said without something to do".into(), none: "", lines: plain, recorded: true });
    }
    out
}
fn outside(look: &Look) -> Vec<Facts> {
    let org = look.isms.organization();
    let from = look.since;
    let laws = look
        .isms
        .live::<Obligation>()
        .filter(|(_, r, _)| look.isms.day_of(r.print(0)) > from)
        .map(|(ix, _, o)| (ix, o.source.to_string()))
        .collect();
    let concerns = |t: &Threat| word(&t.relevant) == "yes";
    let news = look
        .isms
        .live::<Threat>()
        .filter(|(_, r, t)| new(look, r) && concerns(t))
        .map(|(ix, _, t)| (ix, t.relevant_why.as_ref().map_or_else(|| t.source.to_string(), |w| look.short(w))))
        .collect();
    let days = look.isms.live::<Threat>().filter(|(_, _, t)| concerns(t)).map(|(_, r, _)| look.isms.day_of(r.added()));
    vec![
        Facts::quotes("The world around you", org.map(|o| &o.issues_outside)),
        Facts::list("Law and contracts that changed", "Nothing that binds you changed in this file.", laws),
        Facts::says("News of threats that concerned you", twice(look, days)),
        Facts::list("What it was", "None.", news),
    ]
}
fn inside(look: &Look) -> Vec<Facts> {
    let from = look.since;
    let changes = look
        .isms
        .live::<Change>()
        .filter(|(_, r, c)| matches!(r.state(), "approved" | "done" | "checked") && c.when.0 > from)
        .map(|(ix, _, c)| (ix, format!("from {}", look.say_day(c.when.0))))
        .collect();
    let mut people = Vec::new();
    for (ix, _, p) in look.isms.live::<Person>() {
        match p.left_on {
            Some(d) if d.0 > from => people.push((ix, format!("left on {}", look.say_day(d.0)))),
            None if p.joined_on.0 > from => people.push((ix, format!("joined on {}", look.say_day(p.joined_on.0)))),
            _ => {}
        }
    }
    let systems = look
        .isms
        .live::<Asset>()
        .filter(|(_, r, _)| new(look, r))
        .map(|(ix, _, a)| (ix, a.purpose.to_string()))
        .collect();
    let t = look.trend();
    vec![
        Facts::list("Changes", "No change was recorded.", changes),
        Facts::says("People within the scope", moved(look, t.then.headcount as usize, t.now.headcount as usize)),
        Facts::list("Who came, who went", "Nobody came or went.", people),
        Facts::list("New systems", "None was added.", systems),
    ]
}
fn parties(look: &Look) -> Vec<Facts> {
    let org = look.isms.organization();
    let from = look.since;
    let contracts = look
        .isms
        .live::<Obligation>()
        .filter(|(_, r, o)| word(&o.sort) == "contract" && look.isms.day_of(r.print(0)) > from)
        .map(|(ix, _, o)| (ix, look.short(&o.demands)))
        .collect();
    let t = look.trend();
    let who = expected(look.isms);
    let fresh = who.iter().filter(|s| !t.parties.contains(s)).count();
    let who = who.into_iter().map(|s| (None, s)).collect();
    vec![
        Facts { title: "Who expects what".into(), none: "Nobody is on record.", lines: who, recorded: true },
        Facts::says("New or in other words", format!("{fresh} since {}.", look.say_day(from))),
        Facts::list("Contracts that are new or changed", "None.", contracts),
        Facts::quotes("Climate", org.map(|o| &o.climate_why)),
    ]
}
fn finding(look: &Look, r: &Record, n: &Nonconformity) -> String {
    let again = n.repeats.as_ref().map_or_else(String::new, |b| format!(", again after {}", &**b));
    format!("{}, found on {}, {}{again}", word(&n.grade), look.say_day(n.raised_on.0), r.state())
}
fn wrong(look: &Look) -> Vec<Facts> {
    let from = look.since;
    let failing = || look.isms.live::<Nonconformity>().filter(|(_, _, n)| n.failing());
    let list = failing()
        .filter(|(_, r, n)| n.raised_on.0 > from || r.state() != "closed")
        .map(|(ix, r, n)| (ix, finding(look, r, n)))
        .collect();
    let cures = actions(look, |_, a| {
        word(&a.sort) == "corrective" && (a.checked_on.is_some_and(|d| d.0 > from) || a.effective.is_none())
    });
    let repeats = failing().filter(|(_, _, n)| n.repeats.is_some() && n.raised_on.0 > from).count();
    let t = look.trend();
    vec![
        Facts::says("Found", twice(look, failing().map(|(_, _, n)| n.raised_on.0))),
        Facts::says("Open", moved(look, t.then.findings, t.now.findings)),
        Facts::says("Found again", format!("{repeats} since {}.", look.say_day(from))),
        Facts::list("Findings", "There is none.", list),
        Facts::list("What was done about the causes, and did it work?", "Nothing was to be done.", cures),
    ]
}
fn numbers(look: &Look) -> Vec<Facts> {
    let t = look.trend();
    let (then, now) = (t.moments.first(), t.moments.last());
    let percent = |m: Option<&Moment>| m.and_then(|m| Some((m.on, m.all.percent()?)));
    let all = currency::trend(percent(then).filter(|(on, _)| *on < look.today), percent(now).map(|x| x.1), look.today);
    let kept = |m: Option<&Moment>| {
        let c = m.map(|m| m.of("routine")).unwrap_or_default();
        format!("{} of {}", c.holds(), c.total)
    };
    let missed = look
        .isms
        .live::<Routine>()
        .filter_map(|(ix, r, _)| {
            let item = look.item(&r.code)?;
            let why = item
                .reasons
                .iter()
                .find(|x| x.rule.id.starts_with("routine-") && x.state != crate::staleness::State::DueSoon)?;
            Some((ix, why.text(look.isms)))
        })
        .collect();
    vec![
        Facts::says("What is current", all.unwrap_or_else(|| "There is no earlier day to compare with.".into())),
        Facts::says(
            "Routines that are kept",
            format!("{} now; {} on {}.", kept(now), kept(then), look.say_day(look.since)),
        ),
        Facts::list("Routines with a gap", "None.", missed),
        Facts::says(
            "Things to do that are late",
            format!(
                "{} of {} now; {} of {} on {}.",
                t.now.late,
                t.now.open,
                t.then.late,
                t.then.open,
                look.say_day(look.since)
            ),
        ),
        Facts::list("Measured", "Nothing is measured yet.", measured(look)),
    ]
}
fn measured(look: &Look) -> Vec<(Ix, String)> {
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
    look.isms
        .live::<Objective>()
        .filter(|(_, r, _)| r.state() == "set")
        .map(|(ix, _, o)| {
            (ix, format!("{}; the aim is {} {} by {}", say(o), &*o.target, &*o.unit, look.say_day(o.by_when.0)))
        })
        .collect()
}
fn audits(look: &Look) -> Vec<Facts> {
    let day = |a: &Audit| a.held_until.or(a.held_from).map(|d| d.0);
    let held = || look.isms.live::<Audit>().filter(|(_, r, _)| r.state() != "planned");
    let list = held()
        .filter(|(_, _, a)| day(a).is_some_and(|d| d > look.since))
        .map(|(ix, r, a)| {
            let n = look
                .isms
                .live::<Nonconformity>()
                .filter(|(_, f, n)| {
                    n.audit.as_ref().is_some_and(|x| **x == *r.code) || a.findings.iter().any(|c| *c == *f.code)
                })
                .count();
            let summary = a.summary.as_ref().map_or_else(String::new, |s| format!("; {}", look.short(s)));
            let on = day(a).map(|d| look.say_day(d)).unwrap_or_default();
            (
                ix,
                format!(
                    "{}, {on}, {n} {}{summary}",
                    word(&a.sort).replace('_', " "),
                    if n == 1 { "finding" } else { "findings" }
                ),
            )
        })
        .collect();
    vec![
        Facts::says("Audits held", twice(look, held().filter_map(|(_, _, a)| day(a)))),
        Facts::list("What they said", "No audit was held in this time.", list),
    ]
}
fn aims(look: &Look) -> Vec<Facts> {
    let t = look.trend();
    let ended = look
        .isms
        .live::<Objective>()
        .filter(|(_, r, _)| matches!(r.state(), "reached" | "missed") && look.isms.day_of(r.head().seq) > look.since)
        .map(|(ix, r, _)| (ix, r.state().to_string()))
        .collect();
    vec![
        Facts::says("Off target", moved(look, t.then.off, t.now.off)),
        Facts::list("Value against target", "There is no aim.", measured(look)),
        Facts::list("Reached or missed since then", "None has ended.", ended),
    ]
}
fn told(look: &Look) -> Vec<Facts> {
    let theirs = |n: &Nonconformity| matches!(word(&n.source), "staff" | "customer");
    let list = look
        .isms
        .live::<Nonconformity>()
        .filter(|(_, _, n)| theirs(n) && n.raised_on.0 > look.since)
        .map(|(ix, r, n)| (ix, format!("{}; {}", word(&n.source), finding(look, r, n))))
        .collect();
    let reports = look
        .isms
        .live::<Incident>()
        .filter(|(_, r, _)| new(look, r))
        .map(|(ix, _, i)| (ix, i.noticed_by.as_ref().map_or_else(String::new, |w| format!("noticed by {}", w.trim()))))
        .collect();
    let days = look.isms.live::<Incident>().map(|(_, r, _)| look.isms.day_of(r.added()));
    vec![
        Facts::list("Complaints and remarks of customers and staff", "None is on record.", list),
        Facts::says("What people reported", twice(look, days)),
        Facts::list("Reports", "None.", reports),
    ]
}
fn risks(look: &Look) -> Vec<Facts> {
    let t = look.trend();
    let plan = actions(look, |r, a| {
        word(&a.sort) == "treatment"
            && (matches!(r.state(), "open" | "doing") || a.done_on.is_some_and(|d| d.0 > look.since))
    });
    let done = plan.iter().filter(|(_, s)| s.contains("done on")).count();
    let ending = to_accept(look.isms, look.today)
        .iter()
        .filter_map(|c| {
            let k = look.isms.get::<Risk>(c)?;
            let until = k.accepted.as_ref().and(k.accepted_until);
            let says = until
                .map_or_else(|| "accepted by nobody".to_string(), |d| format!("accepted until {}", look.say_day(d.0)));
            Some((look.isms.ix(c)?, format!("stands at {}; {says}", carried(k))))
        })
        .collect();
    vec![
        Facts::says("Risks above the line", moved(look, t.then.above, t.now.above)),
        Facts::says("The plan", format!("{done} of {} done.", plan.len())),
        Facts::list("What is planned", "Nothing is planned.", plan),
        Facts::list("Acceptances to give", "None is missing, none ends within 90 days.", ending),
    ]
}
fn better(look: &Look) -> Vec<Facts> {
    let from = look.since;
    let chances = look
        .isms
        .live::<Nonconformity>()
        .filter(|(_, r, n)| !n.failing() && (n.raised_on.0 > from || !matches!(r.state(), "closed" | "noted")))
        .map(|(ix, r, n)| (ix, finding(look, r, n)))
        .collect();
    let ideas =
        actions(look, |r, a| word(&a.sort) == "improvement" && (matches!(r.state(), "open" | "doing") || new(look, r)));
    let lessons = look
        .isms
        .live::<Incident>()
        .filter(|(_, r, _)| look.isms.day_of(r.head().seq) > from)
        .filter_map(|(ix, _, i)| Some((ix, look.short(i.lessons.as_ref()?))))
        .collect();
    vec![
        Facts::list("What others saw that could be better", "Nothing is on record.", chances),
        Facts::list("Ideas", "None is on record.", ideas),
        Facts::list("Lessons", "None was written down.", lessons),
    ]
}
