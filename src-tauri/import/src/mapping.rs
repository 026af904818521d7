//! Which column becomes what: by its header, then by what stands in it. Each guess has a reason that is shown.
//! A column that would be worked out here, that only counts rows, or that holds what an ISMS does not need, is proposed to stay out.
use crate::guides::{Guide, Layout, VIRTUAL};
use crate::header::Table;
use crate::header::{To, assign};
use crate::source::{Cell, Value, refuse};
use isms::{KindInfo, Refusal};
use std::collections::BTreeMap;

/// Where a column goes, and why.
#[derive(Clone, Debug)]
pub(crate) struct Goes {
    /// Field or virtual place; none: it stays out.
    pub(crate) to: Option<&'static str>,
    pub(crate) why: String,
    /// Its content is not even shown as an example.
    pub(crate) private: bool,
}

/// The question of a place, as it is offered.
pub(crate) fn question(info: &'static KindInfo, to: &str) -> String {
    let virt = VIRTUAL.iter().find(|(n, _)| *n == to).map(|(_, q)| q.to_string());
    info.field(to).map(|f| f.question.clone()).or(virt).unwrap_or_else(|| to.replace('_', " "))
}

/// Every place that a column of this table may go to: (name, required).
pub(crate) fn offered(info: &'static KindInfo, guide: &'static Guide) -> Vec<(&'static str, bool)> {
    let mut out: Vec<(&'static str, bool)> = Vec::new();
    for c in guide.columns.iter().filter(|c| exists(info, c.to)) {
        out.push((c.to, info.field(c.to).is_some_and(|f| f.required)));
    }
    for f in info.fields.iter().filter(|_| guide.layout != Layout::Accounts) {
        if !out.iter().any(|(n, _)| *n == f.name) && !f.program {
            out.push((f.name.as_str(), f.required));
        }
    }
    out
}
fn exists(info: &'static KindInfo, to: &str) -> bool {
    info.field(to).is_some() || VIRTUAL.iter().any(|(n, _)| *n == to)
}

fn cells<'a>(table: &'a Table, column: usize) -> impl Iterator<Item = &'a Cell> {
    table.rows.iter().take(2_000).map(move |r| r.cell(column)).filter(|c| !c.is_empty())
}
fn number(cell: &Cell) -> Option<f64> {
    match &cell.value {
        Value::Number(n) => Some(*n),
        Value::Text(t) => t.trim().parse().ok(),
        _ => None,
    }
}
fn share(table: &Table, column: usize, test: impl Fn(&Cell) -> bool) -> f64 {
    let (n, yes) = cells(table, column).fold((0usize, 0usize), |(n, y), c| (n + 1, y + usize::from(test(c))));
    if n == 0 { 0.0 } else { yes as f64 / n as f64 }
}

/// The guess, with the owner's own choices over it.
pub(crate) fn map(
    table: &Table,
    info: &'static KindInfo,
    chosen: &BTreeMap<String, Option<String>>,
) -> Result<Vec<Goes>, Refusal> {
    let guide = table.guide;
    let found = assign(guide, &table.columns);
    let mut out: Vec<Goes> = Vec::with_capacity(table.columns.len());
    let header = table.sheet.lines.iter().find(|l| l.number == table.header.1);
    for (c, f) in table.columns.iter().zip(found) {
        let month = guide.layout == Layout::Wide && header.is_some_and(|h| crate::header::is_month(h.cell(c.index)));
        // Our own tables are headed by the names of the fields.
        let own = info.fields.iter().find(|x| !x.program && c.name.trim().to_lowercase().replace(' ', "_") == x.name);
        let mut goes = match f {
            None if own.is_some() => {
                Goes { to: own.map(|x| x.name.as_str()), why: "by its name".into(), private: false }
            }
            _ if month => {
                Goes { to: Some("measurements"), why: "a month: its values are measurements".into(), private: false }
            }
            Some((s, To::Field(to))) if exists(info, to) => Goes {
                to: Some(to),
                why: if s >= 0.95 { "by its name".into() } else { "by part of its name; please look".into() },
                private: false,
            },
            Some((_, To::Never(why))) => Goes { to: None, why: format!("do not import: {why}"), private: true },
            Some((_, To::Derived)) => Goes { to: None, why: "worked out here".into(), private: false },
            Some((_, To::Skip)) => Goes { to: None, why: "there is no place for it here".into(), private: false },
            None if guide.layout == Layout::Session => {
                Goes { to: None, why: "a question of the form or something else; it stays out".into(), private: false }
            }
            _ => Goes { to: None, why: "no place found; it stays out unless you give it one".into(), private: false },
        };
        // What stands in it.
        if goes.to == Some("code") && share(table, c.index, |x| number(x).is_some_and(|n| n.fract() == 0.0)) > 0.8 {
            goes = Goes { to: None, why: "a running number, no code".into(), private: false };
        }
        if goes.to.is_some()
            && goes.to != Some("code")
            && share(table, c.index, |x| x.formula.is_some()) > 0.7
            && share(table, c.index, Cell::only_formula) > 0.3
        {
            goes = Goes {
                to: None,
                why: "worked out by the sheet with formulas that have no stored values; nothing to take".into(),
                private: false,
            };
        }
        if c.hidden {
            goes.why = format!("{}; the sheet hides this column", goes.why);
        }
        out.push(goes);
    }
    derive(table, &mut out);
    by_content(table, guide, info, &mut out);
    for (name, to) in chosen {
        let Some(i) = table.columns.iter().position(|c| c.name == *name) else {
            return Err(refuse(
                format!("column {name}"),
                format!("There is no column \u{201c}{name}\u{201d} in this table."),
                format!(
                    "Its columns are: {}.",
                    table.columns.iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join(", ")
                ),
            ));
        };
        out[i] = match to {
            None => Goes { to: None, why: "left out by you".into(), private: out[i].private },
            Some(to) => match offered(info, guide).into_iter().find(|(n, _)| n == to) {
                Some((to, _)) => Goes { to: Some(to), why: "chosen by you".into(), private: false },
                None => {
                    return Err(refuse(
                        format!("column {name}"),
                        format!("There is no place \u{201c}{to}\u{201d} in a {}.", info.title.to_lowercase()),
                        format!("`isms kinds {}` lists the fields.", info.name),
                    ));
                }
            },
        };
    }
    // A name of two columns has no third.
    let has = |to: &str, out: &[Goes]| out.iter().any(|g| g.to == Some(to));
    if has("last_name", &out) && has("first_name", &out) {
        for g in out.iter_mut().filter(|g| matches!(g.to, Some("title" | "person")) && !g.why.contains("by you")) {
            *g = Goes { to: None, why: "first and last name are taken instead".into(), private: false };
        }
    }
    // The same place twice, by the owner's choice: the later one would win in silence.
    for i in 0..out.len() {
        if let Some(to) = out[i].to.filter(|t| !matches!(*t, "notes" | "measurements")) {
            if let Some(j) = (i + 1..out.len()).find(|j| out[*j].to == Some(to)) {
                let (keep, drop) =
                    if out[j].why.contains("by you") && !out[i].why.contains("by you") { (j, i) } else { (i, j) };
                if out[drop].why.contains("by you") && out[keep].why.contains("by you") {
                    return Err(refuse(
                        format!("column {}", table.columns[j].name),
                        format!(
                            "\u{201c}{}\u{201d} and \u{201c}{}\u{201d} would both become the same.",
                            table.columns[i].name, table.columns[j].name
                        ),
                        "Choose another place for one of them.",
                    ));
                }
                out[drop] = Goes {
                    to: None,
                    why: format!("\u{201c}{}\u{201d} is taken instead", table.columns[keep].name),
                    private: false,
                };
            }
        }
    }
    Ok(out)
}

/// A column that is likelihood times impact is worked out here, whatever it is called; a score that no scale has is a product too.
fn derive(table: &Table, out: &mut [Goes]) {
    let at = |to: &str, out: &[Goes]| out.iter().position(|g| g.to == Some(to)).map(|i| table.columns[i].index);
    let (Some(l), Some(i)) = (at("likelihood", out), at("impact", out)) else { return };
    for (c, goes) in table.columns.iter().zip(out.iter_mut()) {
        if [l, i].contains(&c.index) || matches!(goes.to, Some("code" | "title")) {
            continue;
        }
        let (mut all, mut same) = (0, 0);
        for r in table.rows.iter().take(500) {
            if let (Some(a), Some(b), Some(p)) = (number(r.cell(l)), number(r.cell(i)), number(r.cell(c.index))) {
                all += 1;
                same += usize::from((a * b - p).abs() < 1e-9);
            }
        }
        if all >= 3 && same * 10 >= all * 9 {
            *goes = Goes { to: None, why: "worked out here: likelihood times impact".into(), private: false };
        }
    }
}

fn by_content(table: &Table, guide: &'static Guide, info: &'static KindInfo, out: &mut [Goes]) {
    for i in 0..out.len() {
        if out[i].to.is_some() || !out[i].why.starts_with("no place") {
            continue;
        }
        let c = table.columns[i].index;
        let free = |to: &str, out: &[Goes]| {
            guide.col(to).is_some() && exists(info, to) && !out.iter().any(|g| g.to == Some(to))
        };
        if free("email", out) && share(table, c, |x| x.show().contains('@')) > 0.7 {
            out[i] = Goes { to: Some("email"), why: "by its content: addresses; please look".into(), private: false };
        } else if free("code", out) && share(table, c, |x| crate::header::like_code(&x.show())) > 0.8 {
            out[i] = Goes { to: Some("code"), why: "by its content: codes; please look".into(), private: false };
        }
    }
}
