//! Today: the best next step with its reasons, the rest by the deadline that governs it, the countdown, and how much still holds.
use super::Shown;
use crate::currency::Counts;
use crate::dates;
use crate::isms::{Isms, WHOLES};
use crate::kinds::{Audit, ManagementReview, Routine};
use crate::refusal::Refusal;
use crate::staleness::{self, Item, Piece, Reason, State, Target, offers};
use crate::wizard::About;
use crate::wizards;
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use std::collections::BTreeSet;

#[derive(Clone, Debug, Serialize)]
pub struct ReasonShown {
    pub rule: &'static str,
    pub state: State,
    pub text: String,
    pub sentence: Vec<Piece>,
    pub input: Option<String>,
    pub changed: Option<NaiveDate>,
    pub reviewed: Option<NaiveDate>,
    pub path: Vec<String>,
    pub contradiction: bool,
}
pub fn reason_shown(isms: &Isms, r: &Reason) -> ReasonShown {
    ReasonShown {
        rule: r.rule.id,
        state: r.state,
        text: r.text(isms),
        sentence: r.sentence(isms),
        input: r.input.map(|ix| isms.rec(ix).code.to_string()),
        changed: r.changed,
        reviewed: r.reviewed,
        path: r.path.iter().map(|ix| isms.rec(*ix).code.to_string()).collect(),
        contradiction: r.rule.dagger,
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct ItemShown {
    pub id: String,
    pub kind: &'static str,
    pub title: String,
    pub states: Vec<State>,
    pub due: Option<NaiveDate>,
    pub since: Option<NaiveDate>,
    pub reasons: Vec<ReasonShown>,
    pub wizard: Option<String>,
    pub about: Vec<String>,
    pub verb: String,
    /// Is its guide in this version?
    pub available: bool,
    pub minutes: u32,
    pub put_off_until: Option<NaiveDate>,
    /// The record to open, where the item is not itself one.
    pub record: Option<String>,
    /// Address of the place where it is mended, where there is neither a record nor a guide of this version.
    pub place: String,
}
/// What it is called: the record's title, or those of the two that it joins.
pub fn title_of(isms: &Isms, item: &Item) -> String {
    title_of_target(isms, item.target)
}
/// What a register as a whole is called.
pub(crate) fn whole(name: &str) -> &'static str {
    match name {
        "REGISTER" => "The risk register as a whole",
        "SOA" => "The Statement of Applicability",
        "POLICIES" => "The policies as a whole",
        _ => "Audits and management reviews",
    }
}
fn title_of_target(isms: &Isms, target: Target) -> String {
    match target {
        Target::Record(ix) => isms.rec(ix).title(),
        Target::Pair(a, b) => format!("{}: {}", isms.rec(a).title(), isms.rec(b).title()),
        Target::Whole(name) => whole(name).into(),
        Target::Clause(n) => format!("Internal audit of clause {n}"),
        Target::Control(ix) => format!("Internal audit of {}", isms.rec(ix).code),
        Target::Cycle(event) => format!("Certificate: {}", event.replace('-', " ")),
        Target::Clock(ix, clock) => format!(
            "{}: {}",
            isms.rec(ix).title(),
            crate::catalog::clock(clock).map_or("what contracts ask", |c| c.law)
        ),
        Target::Line(n) => format!("Documented information for {n}"),
    }
}
/// Does it ask something of the owner now? What is put aside, in order, or not yet due does not.
pub fn needs(item: &Item, today: NaiveDate) -> bool {
    !item.is_current() && !item.states.has(State::NotApplicable) && item.put_off_until.is_none_or(|d| d <= today)
}
/// The guide and its verb. One that is not in this version gives way to one that does the same by another road.
pub(super) fn offer(isms: &Isms, item: &Item) -> Option<(&'static str, &'static str)> {
    let here = |name: &str| wizards::wizard(name).is_some();
    offers(isms, item).map(|(w, v)| match w {
        _ if !here(w) && item.kind(isms) == "routine" => ("note", v),
        _ => (w, v),
    })
}
pub fn item_shown(s: &Shown, item: &Item) -> ItemShown {
    let isms = s.isms;
    let id = item.id(isms);
    let offer = offer(isms, item);
    let record = if isms.record(&id).is_some() {
        Some(id.clone())
    } else {
        id.split('/').find(|part| isms.record(part).is_some()).map(String::from)
    };
    let of = match item.target {
        Target::Pair(a, b) => vec![isms.rec(b).code.to_string(), isms.rec(a).code.to_string()],
        Target::Clock(ix, _) => vec![isms.rec(ix).code.to_string()],
        _ => vec![id.clone()],
    };
    let guide = offer.and_then(|(w, _)| wizards::wizard(w));
    // A guide is started on what it takes; on anything else it chooses by itself, if it can.
    let about = match guide {
        Some(w) if !of.iter().all(|code| w.about.takes(isms, code)) => Vec::new(),
        _ => of,
    };
    let startable = guide.is_some_and(|w| begin(s, w, &about).is_ok());
    ItemShown {
        title: title_of(isms, item),
        kind: item.kind(isms),
        states: item.states.as_ref().to_vec(),
        due: item.due,
        since: item.since,
        reasons: item.shown().map(|r| reason_shown(isms, r)).collect(),
        wizard: offer.map(|(w, _)| w.to_string()),
        about,
        verb: offer.map_or("Open", |(_, v)| v).to_string(),
        available: startable,
        place: place_of(item.target, offer.map(|(w, _)| w)),
        minutes: offer.map_or(5, |(w, _)| staleness::minutes(w)),
        put_off_until: item.put_off_until.filter(|d| *d > s.today),
        record,
        id,
    }
}

/// The register in which an item that is no record is mended.
pub(super) fn place_of(target: Target, wizard: Option<&str>) -> String {
    let kind = match target {
        Target::Whole("REGISTER") => "risk",
        Target::Whole("SOA") => "control",
        Target::Whole("POLICIES") => "policy",
        Target::Line(_) => crate::kinds::kinds()
            .iter()
            .find(|k| k.wizard.is_some() && k.wizard == wizard)
            .map_or("organization", |k| k.name),
        Target::Cycle(_) => "organization",
        _ => "audit",
    };
    format!("#/{kind}")
}

/// What would have to be looked at again by a change, and the way on which it gets there.
#[derive(Clone, Debug, Serialize)]
pub struct ImpactLine {
    pub id: String,
    pub title: String,
    pub kind: &'static str,
    pub rule: &'static str,
    /// The state for which it argues.
    pub state: State,
    pub path: Vec<String>,
    pub text: String,
    pub sentence: Vec<Piece>,
}
pub fn impact_line(isms: &Isms, r: &Reason) -> ImpactLine {
    ImpactLine {
        id: r.target.id(isms),
        title: title_of_target(isms, r.target),
        kind: r.target.kind(isms),
        rule: r.rule.id,
        state: r.state,
        path: r.path.iter().map(|ix| isms.rec(*ix).code.to_string()).collect(),
        text: r.text(isms),
        sentence: r.sentence(isms),
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct GroupShown {
    pub title: String,
    pub items: Vec<ItemShown>,
}
#[derive(Clone, Debug, Serialize)]
pub struct Flood {
    pub text: String,
    pub rule: &'static str,
    pub about: Vec<String>,
    pub wizard: Option<String>,
}
#[derive(Clone, Debug, Serialize)]
pub struct Milestone {
    pub text: String,
    pub on: NaiveDate,
    pub state: State,
    pub go: String,
}
#[derive(Clone, Debug, Serialize)]
pub struct Countdown {
    pub title: String,
    pub days: i64,
    pub on: NaiveDate,
    pub who: String,
    pub milestones: Vec<Milestone>,
}
#[derive(Clone, Debug, Default, Serialize)]
pub struct CurrencyShown {
    pub current: usize,
    pub soon: usize,
    pub stale: usize,
    pub overdue: usize,
    pub never: usize,
    pub total: usize,
    /// What still holds, in whole per cent, rounded down.
    pub percent: Option<usize>,
    pub then: Option<usize>,
    pub then_on: Option<NaiveDate>,
    /// "On 14 January it was 97 %, now 94 %."
    pub trend: String,
}
#[derive(Clone, Debug, Serialize)]
pub struct PutAside {
    pub count: usize,
    pub until: Option<NaiveDate>,
}
#[derive(Clone, Debug, Serialize)]
pub struct Since {
    pub on: Option<NaiveDate>,
    pub sentences: Vec<String>,
}
#[derive(Clone, Debug, Serialize)]
pub struct Today {
    pub best: Option<ItemShown>,
    pub groups: Vec<GroupShown>,
    pub flood: Vec<Flood>,
    pub countdown: Option<Countdown>,
    /// Minutes that everything here takes, and the owner's budget of a month.
    pub minutes: u32,
    pub budget: u32,
    pub currency: CurrencyShown,
    pub put_aside: PutAside,
    pub since: Since,
    pub next_quiet: Option<NaiveDate>,
}

pub fn today(s: &Shown, budget: u32, seen: Option<NaiveDate>) -> Today {
    let isms = s.isms;
    let wanting: Vec<&Item> = s.currency.pending().into_iter().filter(|i| needs(i, s.today)).collect();
    // Flood control (DOMAIN 3.3, 5): one line instead of more than twelve reasons of one rule by one change.
    let floods = s.currency.floods();
    let in_flood = |item: &Item| {
        item.reasons.len() == 1
            && floods.iter().any(|f| f.items.iter().any(|n| s.currency.items[*n].target == item.target))
    };
    let shown: Vec<ItemShown> =
        together(s, wanting.iter().filter(|i| !in_flood(i)).map(|i| item_shown(s, i)).collect());
    let minutes = minutes(&shown);
    // A new file is set up before anything else is looked at.
    let best_at = shown
        .iter()
        .position(|i| i.wizard.as_deref() == Some("first-run"))
        .or_else(|| shown.iter().position(|i| i.available))
        .or((!shown.is_empty()).then_some(0));
    let audit = isms.organization().and_then(|o| o.next_external_audit).map(|d| d.0).filter(|d| *d >= s.today);
    let month_end = dates::add_days(dates::add_months(s.today.with_day0(0).unwrap_or(s.today), 1), -1);
    let mut groups: Vec<GroupShown> = Vec::new();
    let mut put = |title: String, item: ItemShown| match groups.iter_mut().find(|g| g.title == title) {
        Some(g) => g.items.push(item),
        None => groups.push(GroupShown { title, items: vec![item] }),
    };
    let mut best = None;
    for (i, item) in shown.into_iter().enumerate() {
        if Some(i) == best_at {
            best = Some(item);
            continue;
        }
        let title = if item.states.contains(&State::Overdue) {
            "Overdue".to_string()
        } else if item.due.is_some_and(|d| d <= month_end) {
            "This month".to_string()
        } else if item.states.contains(&State::Stale) || item.states.contains(&State::NeverReviewed) {
            audit.map_or_else(
                || "When you have time".to_string(),
                |d| format!("Before the audit on {}", dates::say(d, s.today)),
            )
        } else {
            "Coming up".to_string()
        };
        put(title, item);
    }
    let order = |t: &str| {
        ["Overdue", "This month"].iter().position(|x| *x == t).unwrap_or(if t.starts_with("Before") {
            2
        } else if t == "When you have time" {
            3
        } else {
            4
        })
    };
    groups.sort_by_key(|g| order(&g.title));
    let aside: Vec<NaiveDate> = s
        .currency
        .items
        .iter()
        .filter(|i| !i.is_current())
        .filter_map(|i| i.put_off_until)
        .filter(|d| *d > s.today)
        .collect();
    Today {
        best,
        groups,
        flood: floods.iter().map(|f| flood(s, f)).collect(),
        countdown: audit.map(|on| countdown(s, on)),
        minutes,
        budget,
        currency: currency(s),
        put_aside: PutAside { count: aside.len(), until: aside.iter().min().copied() },
        since: since(s, seen),
        next_quiet: s.currency.items.iter().filter_map(|i| i.due).filter(|d| *d > s.today).min(),
    }
}

/// Today's counts, beside those of the day of the last external audit.
fn currency(s: &Shown) -> CurrencyShown {
    let now = Counts::of(&s.currency.items);
    let then = crate::currency::last_audit(s.isms, s.today).and_then(|(day, _)| {
        let was = s.isms.as_of(day);
        Some((day, Counts::of(&staleness::staleness(&was, day).items).percent()?))
    });
    CurrencyShown {
        current: now.current,
        soon: now.soon,
        stale: now.stale,
        overdue: now.overdue,
        never: now.never,
        total: now.total,
        percent: now.percent(),
        then: then.map(|t| t.1),
        then_on: then.map(|t| t.0),
        trend: crate::currency::trend(then, now.percent(), s.today).unwrap_or_default(),
    }
}

/// Why this file has no more use for a guide, whatever it would be begun on.
pub(super) fn past(isms: &Isms, wizard: &crate::wizard::Wizard) -> Option<Refusal> {
    let set_up = wizard.name == "first-run" && isms.each("routine").next().is_some();
    set_up.then(|| {
        Refusal::new(
            "state",
            "about",
            "This file is set up: it has its routines.",
            "Change them on the page of the programme, and the organization on its own page.",
        )
    })
}

/// What a guide is begun on: what was named, if it takes that; else every record of its kind that needs a look now, the most
/// urgent first. A guide that chooses by itself needs nothing. Refuses what the guide is not about.
pub fn begin(s: &Shown, wizard: &crate::wizard::Wizard, about: &[String]) -> Result<Vec<String>, Refusal> {
    let isms = s.isms;
    // What a person owes, "P-007/CRS-02", is named by the course or policy, then by who.
    let about = &crate::wizard::each_once(about.iter().flat_map(|id| match id.split_once('/') {
        Some((who, what)) if isms.record(who).is_some() && isms.record(what).is_some() => {
            vec![what.to_string(), who.to_string()]
        }
        _ => vec![id.clone()],
    }));
    let whole = |id: &String| WHOLES.contains(&id.as_str()) && matches!(wizard.about, About::Records(_));
    if let Some(other) = about.iter().find(|id| !wizard.about.takes(isms, id) && !whole(id)) {
        let known = isms.record(other).filter(|r| !r.common.withdrawn);
        return Err(match known {
            None => Refusal::new(
                "link",
                other.clone(),
                format!("There is no \u{201c}{other}\u{201d} in this file."),
                "Give the code of a record, like R-012.",
            ),
            Some(r) => Refusal::new(
                "link",
                other.clone(),
                format!(
                    "{} is about a {}; {other} is a {}.",
                    wizard.title,
                    wizard.about.word().replace('_', " "),
                    r.info().title.to_lowercase()
                ),
                "Start the guide that fits, or name another record.",
            ),
        });
    }
    if let Some(past) = past(isms, wizard) {
        return Err(past);
    }
    let named: Vec<String> = about.iter().filter(|id| !whole(id)).cloned().collect();
    for id in &named {
        let other =
            isms.get::<Routine>(id).map(wizards::guide_of).filter(|g| *g != wizard.name).and_then(wizards::wizard);
        if let Some(other) = other {
            return Err(Refusal::new(
                "link",
                id.clone(),
                format!(
                    "{id} is done with \u{201c}{}\u{201d}, not with \u{201c}{}\u{201d}.",
                    other.title, wizard.title
                ),
                "Start that guide, or change the guide of the routine.",
            ));
        }
    }
    for r in named.iter().filter_map(|id| isms.record(id)).filter(|r| r.info().guides.contains(&wizard.name)) {
        let own = r.guide().filter(|(w, _)| *w != wizard.name).and_then(|(w, _)| wizards::wizard(w));
        let why = match own {
            Some(other) => format!(
                "{} is done with \u{201c}{}\u{201d}, not with \u{201c}{}\u{201d}.",
                r.code, other.title, wizard.title
            ),
            None if r.guide().is_none() => {
                format!("\u{201c}{}\u{201d} is not for {}, nor is any other guide.", wizard.title, r.code)
            }
            None => continue,
        };
        let mend = if own.is_some() { "Start that guide." } else { "Write on its own page what is to be said of it." };
        return Err(Refusal::new("link", r.code.to_string(), why, mend));
    }
    if named.len() > 1 && !wizard.takes_many() {
        return Err(Refusal::new(
            "field",
            "about",
            format!("{} is done for one at a time; {} were named.", wizard.title, named.len()),
            "Name one of them.",
        ));
    }
    if !named.is_empty() {
        return Ok(named);
    }
    let kind = match wizard.about {
        About::Whole(whole) | About::Register(_, whole) => return Ok(vec![whole.to_string()]),
        About::Chosen(_) => return Ok(Vec::new()),
        About::Records("organization") => return Ok(vec!["ORG".into()]),
        About::Records(kind) => kind,
    };
    let mine = |id: &str| isms.get::<Routine>(id).is_none_or(|r| wizards::guide_of(r) == wizard.name);
    let most = if wizard.takes_many() { usize::MAX } else { 1 };
    let due: Vec<String> = s
        .currency
        .pending()
        .into_iter()
        .filter(|i| i.kind(isms) == kind && needs(i, s.today))
        .map(|i| i.id(isms))
        .filter(|id| mine(id))
        .take(most)
        .collect();
    if due.is_empty() {
        // A routine may be done before it is due; where the programme has one for this guide, it is meant.
        if let Some((_, r, _)) = isms.live::<Routine>().find(|(_, r, _)| kind == "routine" && mine(&r.code)) {
            return Ok(vec![r.code.to_string()]);
        }
        return Err(Refusal::new(
            "field",
            "about",
            "Nothing of this sort needs a look now.",
            "Open one and start from there.",
        ));
    }
    Ok(due)
}

/// Guides that take their time anew for each record.
pub(super) const EACH: [&str; 9] = [
    "risk-review",
    "policy-review",
    "control-review",
    "supplier-review",
    "course-review",
    "incident",
    "nonconformity",
    "change-intake",
    "training-record",
];
/// Minutes of all these steps. A round goes through everything of its sort at once, so it counts once.
fn minutes(items: &[ItemShown]) -> u32 {
    let mut counted = BTreeSet::new();
    items
        .iter()
        .filter(|i| {
            let wizard = i.wizard.clone().unwrap_or_default();
            let of = if EACH.contains(&wizard.as_str()) {
                i.about.first().cloned().unwrap_or_default()
            } else {
                String::new()
            };
            counted.insert((wizard, of))
        })
        .map(|i| i.minutes)
        .sum()
}

/// People who owe the same training or reading are one step, for one session or one message answers them all.
fn together(s: &Shown, items: Vec<ItemShown>) -> Vec<ItemShown> {
    let of = |i: &ItemShown| i.kind.starts_with("person_").then(|| i.about.first().cloned()).flatten();
    let mut out: Vec<ItemShown> = Vec::new();
    for item in items {
        let Some(what) = of(&item) else {
            out.push(item);
            continue;
        };
        match out.iter_mut().find(|o| o.id == what || of(o).as_ref() == Some(&what)) {
            None => out.push(item),
            Some(have) => {
                if have.id != what {
                    // The second of them: the step is now the course or policy itself.
                    have.id = what.clone();
                    have.title = s.isms.record(&what).map_or_else(String::new, |r| r.title());
                    have.record = Some(what);
                }
                for state in item.states {
                    if !have.states.contains(&state) && have.states.len() < 2 {
                        have.states.push(state);
                    }
                }
                have.due = [have.due, item.due].into_iter().flatten().min();
                have.since = [have.since, item.since].into_iter().flatten().min();
                have.about.extend(item.about.into_iter().skip(1));
                have.reasons.extend(item.reasons.into_iter().take(1));
            }
        }
    }
    out
}

fn flood(s: &Shown, f: &staleness::Flood) -> Flood {
    let isms = s.isms;
    let of = |n: &usize| match s.currency.items[*n].target {
        // What people owe begins with what they owe, then who.
        Target::Pair(who, what) => vec![isms.rec(what).code.to_string(), isms.rec(who).code.to_string()],
        _ => vec![s.currency.items[*n].id(isms)],
    };
    let about = crate::wizard::each_once(f.items.iter().flat_map(of));
    let kind = f
        .items
        .first()
        .map(|n| s.currency.items[*n].target)
        .map_or("things", |t| match t {
            Target::Pair(..) => "people",
            t => t.record().map_or("things", |ix| isms.rec(ix).info().plural),
        })
        .to_lowercase();
    let wizard = f
        .items
        .first()
        .and_then(|n| offers(isms, &s.currency.items[*n]))
        .map(|(w, _)| w.to_string())
        .filter(|w| wizards::wizard(w).is_some());
    let input = isms.rec(f.input);
    Flood {
        text: format!("A change of {} {} touches {} {kind}", input.code, input.title(), f.items.len()),
        rule: f.rule.id,
        about,
        wizard,
    }
}

/// Four milestones on the way to the next external audit (DOMAIN 5.2).
fn countdown(s: &Shown, on: NaiveDate) -> Countdown {
    let isms = s.isms;
    let audit = isms
        .live::<Audit>()
        .filter(|(_, r, a)| a.external() && r.state() == "planned")
        .find(|(_, _, a)| a.planned_on.is_some_and(|d| (d.0 - on).num_days().abs() < 30));
    let done = |yes: bool, by: NaiveDate| {
        if yes {
            State::Current
        } else if s.today > by {
            State::Overdue
        } else if (by - s.today).num_days() <= 60 {
            State::DueSoon
        } else {
            State::NeverReviewed
        }
    };
    let internal = isms
        .live::<Audit>()
        .filter(|(_, _, a)| !a.external() && a.internal())
        .filter_map(|(_, _, a)| a.reported_on)
        .map(|d| d.0)
        .max();
    let review =
        isms.live::<ManagementReview>().filter(|(_, r, _)| r.state() == "minuted").map(|(_, _, m)| m.held_on.0).max();
    let recent = |d: Option<NaiveDate>| d.is_some_and(|d| d > dates::add_months(on, -12));
    let mark = |text: &str, day: Option<NaiveDate>, by: NaiveDate, go: &str| Milestone {
        text: text.into(),
        on: day.filter(|d| recent(Some(*d))).unwrap_or(by),
        state: done(recent(day), by),
        go: go.into(),
    };
    let gaps = s.currency.items.iter().filter(|i| needs(i, s.today)).count();
    Countdown {
        title: audit.map_or_else(|| "The next external audit".to_string(), |(_, r, _)| r.title()),
        days: (on - s.today).num_days(),
        on,
        who: isms
            .organization()
            .map(|o| o.certificate_body.as_ref().map(|t| t.to_string()).unwrap_or_default())
            .unwrap_or_default(),
        milestones: vec![
            mark("Internal audit reported", internal, dates::add_days(on, -30), "#/audit"),
            mark("Management review", review, dates::add_days(on, -14), "#/management_review"),
            Milestone {
                text: format!("{gaps} things need you"),
                on: dates::add_days(on, -14),
                state: done(gaps == 0, dates::add_days(on, -14)),
                go: "#/today".into(),
            },
            Milestone {
                text: "Pack to the auditor".into(),
                on: dates::add_days(on, -14),
                state: done(false, dates::add_days(on, -14)),
                go: "#/pack".into(),
            },
        ],
    }
}

/// What came about while the owner was away.
fn since(s: &Shown, seen: Option<NaiveDate>) -> Since {
    let Some(day) = seen.filter(|d| *d < s.today) else { return Since { on: None, sentences: Vec::new() } };
    let plural = |n: usize, one: &str, many: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {many}") };
    let new = |state: State| {
        s.currency
            .items
            .iter()
            .filter(|i| i.states.has(state) && i.since.is_some_and(|d| d > day && d <= s.today))
            .count()
    };
    let (fell, moved) = (new(State::Overdue), new(State::Stale));
    let acts = s.isms.acts.iter().filter(|a| a.on > day).count();
    let mut sentences = Vec::new();
    if fell > 0 {
        sentences.push(format!("{} due.", plural(fell, "thing fell", "things fell")));
    }
    if moved > 0 {
        sentences.push(format!("{} out of step.", plural(moved, "thing fell", "things fell")));
    }
    sentences.push(if acts == 0 {
        "The file is as you left it.".into()
    } else {
        format!("{} recorded.", plural(acts, "act was", "acts were"))
    });
    Since { on: Some(day), sentences }
}
