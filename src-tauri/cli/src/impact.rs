//! `isms impact`: what a change would put out of step, before it is made. Nothing is written.
use crate::look::{Seen, find_record};
use crate::say::{self, End, Ended, line};
use crate::work::{given_fields, who_in};
use chrono::Utc;
use isms::act::{Change, Declare, Proposal, Verb};
use isms::staleness::{self, Touched};
use isms::view::{self, ImpactLine};
use isms::{Isms, Refusal, Stamp};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// One change yields one line where more than this many reasons are of one rule (DOMAIN 3.3, 5).
const FLOOD: usize = 12;

/// What is supposed.
pub enum Supposed {
    /// A material change of these fields; of any, where none is named.
    Fields(Vec<String>),
    Put {
        body: String,
        declare: Declare,
    },
    Retire,
}

pub fn impact(path: &Path, id: &str, supposed: Supposed, json: bool) -> Ended {
    let seen = Seen::of(path, None)?;
    let isms = seen.isms();
    // A record that is yet to be added is named by its kind, or by the code that it is to have.
    let yet = isms::kinds::kinds()
        .iter()
        .find(|k| k.name == id || id.strip_prefix(k.prefix).is_some_and(|n| n.starts_with('-')))
        .filter(|_| isms.record(id).is_none() && matches!(supposed, Supposed::Put { .. }));
    let (info, known) = match yet {
        Some(info) => (info, false),
        None => (find_record(isms, id)?.info(), true),
    };
    let what = if known {
        format!("{id} {}", isms.record(id).map(|r| r.title()).unwrap_or_default())
    } else {
        format!("a new {}", info.title.to_lowercase())
    };
    let title = |verb: &str| format!("{verb} of {what}");
    let (title, lines) = match supposed {
        Supposed::Fields(fields) => {
            for f in &fields {
                if info.field(f).is_none() && !matches!(f.as_str(), "state" | "version") {
                    return Err(Refusal::new(
                        "field",
                        format!("{id}.{f}"),
                        format!("A {} has no field \u{201c}{f}\u{201d}.", info.title.to_lowercase()),
                        format!("`isms kinds {}` lists them.", info.name),
                    )
                    .into());
                }
            }
            let names: Vec<&str> = fields.iter().map(String::as_str).collect();
            let ix = isms.ix(id).unwrap_or_default();
            let found = staleness::impact(isms, &seen.currency, ix, &names);
            let said = if names.is_empty() {
                title("A material change")
            } else {
                title(&format!("A change of {}", names.join(", ").replace('_', " ")))
            };
            (said, shown(isms, &found))
        }
        Supposed::Put { body, declare } => {
            let fields = given_fields(&body)?;
            let code = (id != info.name).then(|| id.to_string());
            let change = Change::Put { kind: info.name.into(), code, fields, declare };
            (title(if known { "This change" } else { "The addition" }), planned(&seen, Verb::Change, change)?)
        }
        Supposed::Retire => {
            let change = Change::Retire { code: id.into(), why: "Only supposed.".into() };
            (title("The end"), planned(&seen, Verb::Retire, change)?)
        }
    };
    let mut by_kind: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for l in &lines {
        by_kind.entry(l.kind).or_default().insert(&l.id);
    }
    let by_kind: BTreeMap<&str, usize> = by_kind.into_iter().map(|(k, ids)| (k, ids.len())).collect();
    if json {
        let touches: Vec<Value> = lines.iter().map(|l| json!({"id": l.id, "kind": l.kind, "title": l.title, "rule": l.rule, "state": l.state.name(), "path": l.path, "text": l.text})).collect();
        say::value(&json!({"id": id, "as_of": seen.today, "by_kind": by_kind, "touches": touches}));
    } else {
        print(&title, &lines, &by_kind);
    }
    Ok(End::Done)
}

/// What is there after a change and not before it.
fn planned(seen: &Seen, verb: Verb, change: Change) -> Result<Vec<ImpactLine>, say::Stop> {
    let isms = seen.isms();
    let mut none = || [0; 32];
    let mut stamp = Stamp { at: Utc::now(), on: seen.today, by: who_in(isms)?, salt: &mut none };
    let planned = isms.plan(Proposal { verb, why: String::new(), changes: vec![change] }, &mut stamp)?;
    let outlook = staleness::impact_of(isms, &seen.currency, &planned);
    Ok(shown(&outlook.after, &outlook.touched))
}
fn shown(isms: &Isms, found: &[Touched]) -> Vec<ImpactLine> {
    staleness::told(found).into_iter().map(|r| view::impact_line(isms, r)).collect()
}

fn print(title: &str, lines: &[ImpactLine], by_kind: &BTreeMap<&str, usize>) {
    let things: usize = by_kind.values().sum();
    match things {
        0 => line(format!("{title} touches nothing.")),
        1 => line(format!("{title} touches 1 thing:")),
        n => line(format!("{title} touches {n} things:")),
    }
    let mut by_rule: BTreeMap<&str, Vec<&ImpactLine>> = BTreeMap::new();
    for l in lines {
        by_rule.entry(l.rule).or_default().push(l);
    }
    let flood = |rule: &str| by_rule.get(rule).is_some_and(|l| l.len() > FLOOD);
    for (rule, of) in by_rule.iter().filter(|(rule, _)| flood(rule)) {
        let mut ids: Vec<&str> = of.iter().map(|l| l.id.as_str()).collect();
        ids.dedup();
        let one_kind = of.iter().all(|l| l.kind == of[0].kind);
        let what = if one_kind { view::named(of[0].kind, ids.len(), false) } else { "things".into() };
        line(format!("\n{} {what} by one rule ({rule}, {} times)", ids.len(), of.len()));
        let more = ids.len().saturating_sub(3);
        ids.truncate(3);
        let first = ids.join(", ");
        line(if more > 0 {
            format!("    {first} and {more} more; the first:")
        } else {
            format!("    {first}; the first:")
        });
        line(format!("        {}", of[0].text));
    }
    for kind in by_kind.keys() {
        let of: Vec<&ImpactLine> = lines.iter().filter(|l| l.kind == *kind && !flood(l.rule)).collect();
        let n = of.iter().map(|l| &l.id).collect::<BTreeSet<_>>().len();
        if n > 0 {
            line(format!("\n{}", view::named(kind, n, true)));
        }
        let mut last = "";
        for l in of {
            if l.id != last {
                line(format!("    {}  {}", l.id, l.title));
                last = &l.id;
            }
            line(format!("        {} [{}]", l.text, view::word(l.state)));
            if l.path.len() > 2 {
                line(format!("        {}", l.path.join(" \u{2192} ")));
            }
        }
    }
}
