//! The commands that read.
use crate::say::{self, End, Ended, Stop, line};
use chrono::NaiveDate;
use isms::isms::Isms;
use isms::staleness::{self, Currency, State};
use isms::view::{self, Shown};
use isms::{Refusal, kinds};
use isms_file::File;
use serde_json::{Map, Value, json};
use std::path::Path;

/// The civil day of this run: ISMS_TODAY, else the machine's.
pub fn real_today() -> Result<NaiveDate, Refusal> {
    match std::env::var("ISMS_TODAY") {
        Ok(text) if !text.is_empty() => isms::dates::parse(&text).ok_or_else(|| {
            Refusal::new(
                "date",
                "ISMS_TODAY",
                format!("\u{201c}{text}\u{201d} is not a day."),
                "Write it like 2026-11-24.",
            )
        }),
        _ => Ok(chrono::Local::now().date_naive()),
    }
}
/// The day that a file is shown as of: the demo keeps its own until its owner goes on with the real one.
pub fn today_of(file: &File) -> Result<NaiveDate, Refusal> {
    Ok(file.demo_day().unwrap_or(real_today()?))
}
pub fn open(path: &Path) -> Result<File, Stop> {
    Ok(File::open(path)?)
}

/// A file as of a day: what it knew, and what was due.
pub struct Seen {
    past: Option<Isms>,
    file: File,
    pub today: NaiveDate,
    pub currency: Currency,
}
impl Seen {
    pub fn of(path: &Path, as_of: Option<NaiveDate>) -> Result<Seen, Stop> {
        let file = open(path)?;
        let now = today_of(&file)?;
        let past = as_of.filter(|d| *d < now).map(|d| file.isms().as_of(d));
        let today = as_of.unwrap_or(now);
        let currency = staleness::staleness(past.as_ref().unwrap_or(file.isms()), today);
        Ok(Seen { past, file, today, currency })
    }
    pub fn isms(&self) -> &Isms {
        self.past.as_ref().unwrap_or(self.file.isms())
    }
    pub fn shown(&self) -> Shown<'_> {
        Shown::new(self.isms(), self.today, &self.currency)
    }
    fn demo_note(&self) {
        if let Some(day) = self.file.demo_day() {
            say::aside(format!("This is the demo organization; it is shown as of its own day, {day}."));
        }
    }
}

fn status_json(seen: &Seen) -> Value {
    let shown = seen.shown();
    let isms = seen.isms();
    let mut counts: std::collections::BTreeMap<&str, usize> =
        ["never reviewed", "overdue", "due soon", "stale", "current", "not applicable"]
            .into_iter()
            .map(|n| (n, 0))
            .collect();
    let items: Vec<Value> = seen
        .currency
        .items
        .iter()
        .map(|i| {
            for s in i.states.as_ref() {
                *counts.entry(s.name()).or_insert(0) += 1;
            }
            let it = view::item_shown(&shown, i);
            let reasons: Vec<Value> = it.reasons.iter().map(|r| json!({"rule": r.rule, "state": r.state.name(), "text": r.text, "input": r.input, "changed": r.changed, "reviewed": r.reviewed, "path": r.path})).collect();
            json!({"id": i.id(isms), "kind": i.kind(isms), "title": it.title, "states": i.states.as_ref().iter().map(|s| s.name()).collect::<Vec<_>>(), "due": it.due, "wizard": it.wizard, "put_off_until": it.put_off_until, "reasons": reasons})
        })
        .collect();
    json!({"as_of": seen.today, "organization": isms.organization().map(|o| o.name.to_string()), "counts": counts, "items": items})
}

/// One file or many. One that cannot be opened does not hide the others: it is named, and the worst of all ends the run.
pub fn status(files: &[std::path::PathBuf], as_of: Option<NaiveDate>, json: bool, fail_on: Option<&str>) -> Ended {
    let found = |seen: &Seen| {
        let any = |wanted: &[State]| seen.currency.items.iter().any(|i| wanted.iter().any(|s| i.states.has(*s)));
        match fail_on {
            Some("overdue") => any(&[State::Overdue]),
            Some(_) => any(&[State::Stale, State::Overdue]),
            None => false,
        }
    };
    if let [path] = files {
        let seen = Seen::of(path, as_of)?;
        if json {
            say::value(&status_json(&seen))
        } else {
            print_status(path, &seen, false)
        }
        return Ok(if found(&seen) { End::Finding } else { End::Done });
    }
    let (mut all, mut summary) = (Vec::new(), Vec::new());
    let (mut finding, mut worst) = (false, None::<Stop>);
    for path in files {
        let name = path.display().to_string();
        match Seen::of(path, as_of) {
            Ok(seen) => {
                let here = found(&seen);
                finding |= here;
                let c = isms::currency::Counts::of(&seen.currency.items);
                let percent = c.percent().map_or(String::new(), |p| format!("{p} %"));
                let mark = if here { "found".into() } else { String::new() };
                summary.push(vec![name.clone(), percent, view::say_counts(&c), mark]);
                if json {
                    let mut v = status_json(&seen);
                    v["file"] = name.into();
                    v["found"] = here.into();
                    all.push(v);
                } else {
                    print_status(path, &seen, true);
                }
            }
            Err(stop) => {
                summary.push(vec![name.clone(), String::new(), say::words_of(&stop), "not opened".into()]);
                if json {
                    let mut v = say::stop_json(&stop);
                    v["file"] = name.into();
                    all.push(v);
                } else {
                    say::stop(&stop, false);
                }
                // A fault is worse than a refusal.
                if worst.is_none() || matches!(stop, Stop::Fault(_)) {
                    worst = Some(stop);
                }
            }
        }
    }
    let unopened = summary.iter().filter(|r| r[3] == "not opened").count();
    if json {
        say::value(
            &json!({"files": all, "summary": {"opened": files.len() - unopened, "not_opened": unopened, "found": finding}}),
        );
    } else {
        line("");
        say::table(&summary);
        line(match unopened {
            0 => format!("{} files", files.len()),
            n => format!("{} of {} files could be opened", files.len() - n, files.len()),
        });
    }
    match worst {
        Some(stop) => Err(stop.told()),
        None => Ok(if finding { End::Finding } else { End::Done }),
    }
}

fn print_status(path: &Path, seen: &Seen, many: bool) {
    seen.demo_note();
    let isms = seen.isms();
    let shown = seen.shown();
    let c = view::today(&shown, 120, None);
    if many {
        line(format!("\n{}", path.display()));
    }
    line(format!("{} on {}", isms.organization().map(|o| o.name.to_string()).unwrap_or_default(), seen.today));
    let n = &c.currency;
    line(format!(
        "{} of {} things are current, {} due soon, {} out of step, {} overdue, {} never reviewed",
        n.current, n.total, n.soon, n.stale, n.overdue, n.never
    ));
    if let Some(a) = &c.countdown {
        line(format!("{}: {} days, on {}", a.title, a.days, a.on));
    }
    let mut items: Vec<&view::ItemShown> = c.best.iter().collect();
    for g in &c.groups {
        items.extend(&g.items);
    }
    for it in items {
        line("");
        let states: Vec<&str> = it.states.iter().map(|s| view::word(*s)).collect();
        line(format!(
            "{}  {}  [{}]{}",
            it.id,
            it.title,
            states.join(", "),
            it.due.map(|d| format!("  due {d}")).unwrap_or_default()
        ));
        for r in &it.reasons {
            line(format!("    {}", r.text));
        }
    }
    for f in &c.flood {
        line(format!("\n{}: {}", f.text, f.about.join(", ")));
    }
    if c.put_aside.count > 0 {
        line(format!(
            "\n{} put aside{}",
            c.put_aside.count,
            c.put_aside.until.map(|d| format!(" until {d}")).unwrap_or_default()
        ));
    }
}

pub fn kinds(kind: Option<&str>, json: bool, types: bool) -> Ended {
    if types {
        line(isms::types::all().trim_end());
        return Ok(End::Done);
    }
    let chosen: Vec<&'static isms::KindInfo> = match kind {
        None => kinds::kinds().iter().collect(),
        Some(name) => vec![find_kind(name)?],
    };
    if json {
        let list: Vec<Value> = chosen.iter().map(|k| json!({"name": k.name, "prefix": k.prefix, "title": k.title, "plural": k.plural, "about": k.about, "clause": k.clause, "schema": k.schema})).collect();
        say::value(&json!({ "kinds": list }));
    } else if kind.is_none() {
        say::table(
            &chosen.iter().map(|k| vec![k.name.to_string(), k.prefix.to_string(), k.about.clone()]).collect::<Vec<_>>(),
        );
    } else {
        for k in chosen {
            line(format!("{} ({}-…), clause {}. {}", k.title, k.prefix, k.clause, k.about));
            let row = |f: &isms::Field| {
                vec![
                    f.name.clone(),
                    if f.required {
                        "required".into()
                    } else if f.case.is_empty() {
                        String::new()
                    } else {
                        format!("when {}", f.case)
                    },
                    f.question.clone(),
                ]
            };
            say::table(&k.fields.iter().map(row).collect::<Vec<_>>());
        }
    }
    Ok(End::Done)
}
pub fn find_kind(name: &str) -> Result<&'static isms::KindInfo, Refusal> {
    kinds::kind(name).ok_or_else(|| {
        Refusal::new(
            "unknown",
            name,
            format!("There is no kind of record \u{201c}{name}\u{201d}."),
            "`isms kinds` lists them.",
        )
    })
}
pub fn find_record<'a>(isms: &'a Isms, id: &str) -> Result<&'a isms::Record, Refusal> {
    isms.record(id).filter(|r| !r.common.withdrawn).ok_or_else(|| {
        Refusal::new(
            "link",
            id,
            format!("There is no \u{201c}{id}\u{201d} in this file on that day."),
            "Give the code of a record, like R-012.",
        )
    })
}

pub fn list(path: &Path, kind: &str, as_of: Option<NaiveDate>, json: bool) -> Ended {
    let info = find_kind(kind)?;
    let seen = Seen::of(path, as_of)?;
    let shown = seen.shown();
    let Some(register) = view::register(&shown, kind) else {
        return Err(Stop::Fault(format!("{kind} has no register")));
    };
    if json {
        let rows: Vec<Value> = register.rows.iter().map(|r| json!({"id": r.id, "title": r.title, "states": r.states.iter().map(|s| s.name()).collect::<Vec<_>>(), "retired": r.retired, "body": r.body})).collect();
        say::value(&json!({"kind": kind, "as_of": seen.today, "records": rows}));
    } else {
        let mut rows: Vec<Vec<String>> = register
            .rows
            .iter()
            .filter(|r| !r.retired)
            .map(|r| {
                vec![
                    r.id.clone(),
                    r.title.chars().take(70).collect(),
                    r.states.iter().map(|s| view::word(*s)).collect::<Vec<_>>().join(", "),
                ]
            })
            .collect();
        rows.insert(0, vec!["CODE".into(), info.title.to_uppercase(), "STATE".into()]);
        say::table(&rows);
        line(format!("{} of {} {}", rows.len() - 1, register.rows.len(), info.plural.to_lowercase()));
    }
    Ok(End::Done)
}

pub fn show(path: &Path, id: &str, history: bool, as_of: Option<NaiveDate>, json: bool) -> Ended {
    let seen = Seen::of(path, as_of)?;
    let shown = seen.shown();
    let r = find_record(seen.isms(), id)?;
    let Some(record) = view::record(&shown, id) else { return Err(Stop::Fault(format!("{id} cannot be shown"))) };
    if json {
        let link = |l: &view::LinkShown| json!({"id": l.id, "kind": l.kind, "title": l.title, "field": l.field});
        let links: Vec<Value> = record.rests_on.iter().chain(&record.also).map(link).collect();
        let back: Vec<Value> = record.news.iter().chain(&record.rested_on_by).map(link).collect();
        say::value(
            &json!({"id": id, "kind": record.kind, "title": record.title, "as_of": seen.today, "states": record.states.iter().map(|s| s.name()).collect::<Vec<_>>(), "due": record.due, "retired": record.retired,
            "body": record.body, "reasons": record.reasons, "links": links, "backlinks": back, "evidence": record.evidence, "history": record.history, "reviews": record.reviews}),
        );
        return Ok(End::Done);
    }
    line(format!("{id}  {}", record.title));
    line(format!(
        "{}{}",
        record.states.iter().map(|s| view::word(*s)).collect::<Vec<_>>().join(", "),
        record.due.map(|d| format!(", due {d}")).unwrap_or_default()
    ));
    if let Some(why) = &record.retired {
        line(format!("retired: {why}"));
    }
    for x in &record.reasons {
        line(format!("  {}", x.text));
    }
    line("");
    for f in &r.info().fields {
        if let Some(v) = record.body.get(&f.name) {
            line(format!("{}\n    {}", f.question, words(v, &record.titles)));
        }
    }
    if history {
        line("\nHistory");
        for h in &record.history {
            line(format!(
                "{}  act {}  {}{}{}",
                h.on,
                h.seq,
                h.did,
                if h.why.is_empty() { String::new() } else { format!(": {}", h.why) },
                if h.undone { "  (undone)" } else { "" }
            ));
            for c in &h.changes {
                line(format!(
                    "    {}: {} \u{2192} {}",
                    c.question,
                    words(&c.was, &record.titles),
                    words(&c.now, &record.titles)
                ));
            }
        }
    }
    Ok(End::Done)
}
/// A value in words for a terminal.
fn words(v: &Value, titles: &std::collections::BTreeMap<String, String>) -> String {
    match v {
        Value::Null => "\u{2013}".into(),
        Value::String(s) => titles.get(s).map_or_else(|| s.replace('\n', "\n    "), |t| format!("{s} {t}")),
        Value::Array(a) => a.iter().map(|v| words(v, titles)).collect::<Vec<_>>().join("; "),
        Value::Object(o) => o
            .iter()
            .map(|(k, v)| format!("{}: {}", k.replace('_', " "), words(v, titles)))
            .collect::<Vec<_>>()
            .join(", "),
        other => other.to_string(),
    }
}

pub fn trail(path: &Path, json: bool) -> Ended {
    let file = open(path)?;
    let isms = file.isms();
    if json {
        let acts: Vec<Value> = isms
            .acts
            .iter()
            .map(|a| {
                let body: Map<String, Value> = serde_json::from_str(&a.body).unwrap_or_default();
                json!({"seq": a.seq, "at": a.at, "on": a.on, "by": &*a.by, "verb": a.verb.name(), "why": &*a.why, "did": view::say_act(isms, a), "undone": isms.is_undone(a.seq), "undoes": a.undoes, "leaf": isms::plan::hex(&a.leaf), "body": body})
            })
            .collect();
        let c = isms.checkpoint();
        say::value(
            &json!({"log": &*isms.log, "acts": acts, "checkpoint": {"size": c.size, "root": isms::plan::hex(&c.root), "short": c.short()}}),
        );
    } else {
        for a in &isms.acts {
            line(format!(
                "{:>6}  {}  {:<6}  {}{}{}",
                a.seq,
                a.on,
                &*a.by,
                view::say_act(isms, a),
                if a.why.is_empty() { String::new() } else { format!(": {}", a.why) },
                if isms.is_undone(a.seq) { "  (undone)" } else { "" }
            ));
        }
        let c = isms.checkpoint();
        line(format!("{} acts, checkpoint {}", c.size, c.groups().join(" ")));
    }
    Ok(End::Done)
}
