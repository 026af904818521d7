//! The week in a few lines: what needs the owner first, what became due, what is overdue, what comes, and how long it takes.
//! The sentences are those of *Today*. It knows no mail and no clock; whoever sends it gives it a shape.
use crate::dates;
use crate::staleness::State;
use crate::text;
use crate::view::{self, ItemShown, Shown};
use chrono::NaiveDate;

/// Days that the digest looks back, and ahead.
const BACK: i64 = 7;
const AHEAD: i64 = 14;
/// Lines of a part before it says how many more there are.
const LINES: usize = 8;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    pub on: NaiveDate,
    pub organization: String,
    /// "12 things need you: Fennel & Rowe, week of 24 November 2026"
    pub subject: String,
    /// How things stand, a sentence a line.
    pub opening: Vec<String>,
    pub parts: Vec<Part>,
    pub closing: String,
    /// Who looks after the ISMS, and the address, where one is recorded.
    pub owner: (String, Option<String>),
}
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub title: String,
    pub entries: Vec<Entry>,
    /// Further ones that are not written out.
    pub more: usize,
}
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// "R-021  Supplier loses our data"
    pub head: String,
    /// Why, and by when.
    pub because: Vec<String>,
}

/// How many things need the owner on this day, and the first of them in words: what a reminder may say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    pub count: usize,
    /// "Review R-021 Supplier loses our data"
    pub first: String,
}
/// What waits, as *Today* counts it beside its name in the list of places.
pub fn pending(s: &Shown) -> Pending {
    let count = s.currency.items.iter().filter(|i| view::needs(i, s.today)).count();
    Pending { count, first: view::today(s, 0, None).best.map(|b| step(&b)).unwrap_or_default() }
}
/// What a reminder says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub title: String,
    pub body: String,
}
/// Is the owner told, and what? Once a civil day, only if something waits. `last` is the day on which it was told last, in whichever run.
/// A last day that lies further ahead than a zone can explain comes from a clock that was wrong, and keeps nobody silent.
/// Without `names` only the number is said: a notification stands on a screen that others see.
pub fn remind(today: NaiveDate, last: Option<NaiveDate>, pending: &Pending, names: bool) -> Option<Told> {
    let told = last.is_some_and(|l| (0..=1).contains(&dates::days_between(today, l)));
    if told || pending.count == 0 {
        return None;
    }
    let count = format!("{} you", things(pending.count, "needs", "need"));
    let body = if names && !pending.first.is_empty() {
        let join = if pending.count == 1 { ":" } else { "; the first:" };
        format!("{count}{join} {}.", pending.first.trim_end_matches('.'))
    } else {
        format!("{count}.")
    };
    Some(Told { title: "ISMS Upkeep".into(), body })
}
/// "Review R-021 Supplier loses our data"
fn step(i: &ItemShown) -> String {
    let verb = if i.available { i.verb.as_str() } else { "Look at" };
    format!("{verb} {}", head(i))
}
fn head(i: &ItemShown) -> String {
    match &i.record {
        Some(code) => format!("{code} {}", i.title),
        None => i.title.clone(),
    }
}

pub fn digest(s: &Shown, budget: u32) -> Digest {
    let today = s.today;
    let t = view::today(s, budget, None);
    let org = s.isms.organization();
    let organization = org.map(|o| o.name.to_string()).unwrap_or_default();
    // The best step stands first and once.
    let all: Vec<&ItemShown> = t.groups.iter().flat_map(|g| &g.items).collect();
    let need = s.currency.items.iter().filter(|i| view::needs(i, today)).count();
    let late = |i: &ItemShown| i.states.contains(&State::Overdue) || i.states.contains(&State::NeverReviewed);
    let week = dates::add_days(today, -BACK);
    let soon = dates::add_days(today, AHEAD);
    let new = |i: &ItemShown| i.since.is_some_and(|d| d > week && d <= today);
    let entry = |i: &ItemShown| Entry { head: head(i), because: because(i, today, 1) };

    let fresh: Vec<Entry> = all.iter().filter(|i| new(i)).map(|i| entry(i)).collect();
    let overdue: Vec<Entry> =
        all.iter().filter(|i| !new(i) && i.states.contains(&State::Overdue)).map(|i| entry(i)).collect();
    let open: Vec<Entry> = all
        .iter()
        .filter(|i| !new(i) && !i.states.contains(&State::Overdue))
        .filter(|i| late(i) || i.states.contains(&State::Stale))
        .map(|i| entry(i))
        .collect();
    // What is current today and falls due in the days ahead, and what is due soon already.
    let mut coming: Vec<(NaiveDate, Entry)> = all
        .iter()
        .filter(|i| i.states == [State::DueSoon] && i.due.is_some_and(|d| d <= soon))
        .filter_map(|i| Some((i.due?, entry(i))))
        .collect();
    for item in s.currency.items.iter().filter(|i| i.is_current()) {
        if let Some(due) = item.due.filter(|d| *d > today && *d <= soon) {
            let shown = view::item_shown(s, item);
            let because = vec![format!("Due on {}.", dates::say(due, today))];
            coming.push((due, Entry { head: head(&shown), because }));
        }
    }
    coming.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.head.cmp(&b.1.head)));

    let mut opening = vec![match (need, t.next_quiet) {
        (0, Some(d)) => format!("Nothing needs you until {}.", dates::say(d, today)),
        (0, None) => "Nothing needs you.".into(),
        (n, _) => format!(
            "{} you. Everything here takes about {}; you give it {} a month.",
            things(n, "needs", "need"),
            minutes(t.minutes),
            minutes(budget)
        ),
    }];
    if let Some(c) = &t.countdown {
        let days = match c.days {
            0 => "today".to_string(),
            1 => "tomorrow".to_string(),
            n => format!("in {n} days"),
        };
        opening.push(format!("{}: {days}, on {}.", c.title, dates::say(c.on, today)));
    }
    if let Some(p) = t.currency.percent {
        let holds = t.currency.current + t.currency.soon;
        opening.push(format!("{holds} of {} things are current: {p} %. {}", t.currency.total, t.currency.trend));
    }
    opening.extend(t.flood.iter().map(|f| format!("{}: one round answers them all.", f.text)));
    if t.put_aside.count > 0 {
        let until = t.put_aside.until.map(|d| format!(" until {}", dates::say(d, today))).unwrap_or_default();
        opening.push(format!("{} put aside{until}.", things(t.put_aside.count, "is", "are")));
    }

    let mut parts = Vec::new();
    if let Some(b) = &t.best {
        let mut because = because(b, today, 3);
        because.push(format!("About {}.", minutes(b.minutes)));
        parts.push(Part {
            title: "The best next step".into(),
            entries: vec![Entry { head: step(b), because }],
            more: 0,
        });
    }
    let mut part = |title: String, entries: Vec<Entry>| {
        if !entries.is_empty() {
            let more = entries.len().saturating_sub(LINES);
            parts.push(Part { title, entries: entries.into_iter().take(LINES).collect(), more });
        }
    };
    part("Became due or out of step in the last seven days".into(), fresh);
    part("Overdue".into(), overdue);
    part("Out of step, or never reviewed".into(), open);
    part(format!("Comes until {}", dates::say(soon, today)), coming.into_iter().map(|c| c.1).collect());
    let count = if need == 0 { "Nothing needs you".into() } else { format!("{} you", things(need, "needs", "need")) };
    let keeper = org.map(|o| o.isms_owner.to_string()).unwrap_or_default();
    let email = s
        .isms
        .get::<crate::kinds::Person>(&keeper)
        .and_then(|p| p.email.as_ref())
        .map(|e| e.to_string())
        .filter(|e| address(e).is_some());
    Digest {
        on: today,
        subject: format!("{count}: {organization}, week of {}", today.format("%-d %B %Y")),
        opening,
        parts,
        closing: "Made by ISMS Upkeep from the file on this computer. Nothing was sent by it.".into(),
        owner: (s.isms.name_of(&keeper), email),
        organization,
    }
}

/// Reasons in the words of *Today*, at most so many, then the day where none of them named it.
fn because(i: &ItemShown, today: NaiveDate, most: usize) -> Vec<String> {
    let mut out: Vec<String> = i.reasons.iter().take(most).map(|r| r.text.clone()).collect();
    if let Some(d) = i.due.filter(|d| *d >= today) {
        let said = dates::say(d, today);
        if !out.iter().any(|t| t.contains(&said)) {
            out.push(format!("Due on {said}."));
        }
    }
    match i.reasons.len().saturating_sub(most) {
        0 => {}
        1 => out.push("One more reason.".into()),
        n => out.push(format!("{n} more reasons.")),
    }
    out
}
fn things(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 thing {one}") } else { format!("{n} things {many}") }
}
/// "6 min", "2 h", "1 h 20 min"
fn minutes(n: u32) -> String {
    match (n / 60, n % 60) {
        (0, m) => format!("{m} min"),
        (h, 0) => format!("{h} h"),
        (h, m) => format!("{h} h {m} min"),
    }
}

/// An address of mail as one may write it: one "@", something on both sides, no blanks, no line breaks, nothing that ends a header.
pub fn address(text: &str) -> Option<&str> {
    let text = text.trim();
    let (local, domain) = text.split_once('@')?;
    let fine = |p: &str| !p.is_empty() && p.chars().all(|c| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c));
    (fine(local) && fine(domain) && text.len() <= 254 && !domain.starts_with('.') && !domain.ends_with('.'))
        .then_some(text)
}

/// The digest as plain text, at most 76 columns wide.
pub fn plain(d: &Digest) -> String {
    let mut out = String::new();
    let mut line = |indent: &str, hang: &str, words: &str| {
        for l in text::wrap(words, 76, indent, hang) {
            out.push_str(&l);
            out.push('\n');
        }
    };
    line("", "", &format!("{}, {}", d.organization, d.on.format("%-d %B %Y")));
    line("", "", "");
    d.opening.iter().for_each(|s| line("", "", s));
    for p in &d.parts {
        line("", "", "");
        line("", "", &p.title);
        for e in &p.entries {
            line("- ", "  ", &e.head);
            e.because.iter().for_each(|b| line("    ", "    ", b));
        }
        if p.more > 0 {
            line("  ", "  ", &format!("and {} more", p.more));
        }
    }
    line("", "", "");
    line("-- ", "", "");
    line("", "", &d.closing);
    out
}
