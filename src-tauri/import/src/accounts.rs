//! Accounts of one system: whose they are, and which stand out: of people who left, of nobody, with all rights, without a second factor, never used.
//! Nothing is changed by it but one piece of evidence; what becomes of an account is decided in the access review.
use crate::ask::Asks;
use crate::cells::{Work, words, yes_no};
use crate::draft::{Draft, Extra, RowError, What};
use crate::dropped::Dropped;
use crate::fold::{key, list, shown};
use crate::guides::guide;
use crate::people::Found;
use crate::source::{Line, Source, refuse};
use crate::{header, mapping};
use isms::Refusal;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap};

/// What may stand out, worst first.
const GROUPS: [&str; 7] = [
    "Accounts of people who left already",
    "Accounts that are listed twice",
    "Accounts that belong to no person",
    "Administrators",
    "Accounts without a second factor",
    "Accounts that never signed in",
    "Accounts not used for 90 days",
];

impl Work<'_> {
    pub(crate) fn accounts(&mut self) -> Vec<Draft> {
        let lines: Vec<&Line> = self.table.rows.clone();
        let names = self.people();
        let mut groups: Vec<Vec<String>> = vec![Vec::new(); GROUPS.len()];
        let mut seen: HashMap<String, u32> = HashMap::new();
        let mut drafts = Vec::with_capacity(lines.len());
        for line in &lines {
            let cell = |to: &str| self.column(to).map(|c| self.cell(line, c)).unwrap_or_default();
            let (login, display) = (cell("login").show(), cell("display").show());
            let person = [&login, &display].into_iter().find_map(|t| match names.find(t) {
                Found::One(code) => Some(code),
                _ => None,
            });
            let title = person.as_deref().map_or_else(|| login.clone(), |p| names.name(p).to_string());
            let mut d = Draft::new(line.number, shown(&title));
            d.what = What::Same;
            d.code = person.clone();
            d.exists = true;
            let mut flag = |d: &mut Draft, group: usize, what: String, text: String| {
                if !groups[group].contains(&what) {
                    groups[group].push(what);
                }
                d.errors.push(RowError { column: String::new(), value: login.clone(), text, mend: Vec::new() });
            };
            if let Some((state, on)) = person.as_deref().and_then(|p| names.gone(p)) {
                let on = on.map_or_else(|| state.to_string(), |o| format!("left on {}", words(o)));
                flag(&mut d, 0, title.clone(), format!("{title} {on}, and the account is still there."));
            }
            if let Some(row) = seen.get(&key(&login)) {
                flag(&mut d, 1, login.clone(), format!("The account is listed twice; row {row} has it first."));
            }
            seen.entry(key(&login)).or_insert(line.number);
            if person.is_none() {
                flag(&mut d, 2, login.clone(), "It belongs to no person in this file.".into());
            }
            if ["admin", "root", "superuser", "owner", "verwalter"]
                .iter()
                .any(|w| key(&cell("rights").show()).contains(w))
            {
                flag(&mut d, 3, title.clone(), "It may do everything.".into());
            }
            if self.column("second_factor").is_some() && yes_no(&cell("second_factor")) == Some(false) {
                flag(&mut d, 4, title.clone(), "It has no second factor.".into());
            }
            if let Some(c) = self.column("last_sign_in") {
                match self.day(c, &cell("last_sign_in"), line.number) {
                    Ok(None) => flag(&mut d, 5, title.clone(), "It has never signed in.".into()),
                    Ok(Some(day)) if (self.today - day).num_days() > 90 => {
                        flag(&mut d, 6, title.clone(), format!("It was last used on {}.", words(day)))
                    }
                    _ => {}
                }
            }
            drafts.push(d);
        }
        let told: Vec<String> = GROUPS
            .iter()
            .zip(&groups)
            .filter(|(_, g)| !g.is_empty())
            .map(|(name, g)| format!("{name}: {}.", list(g, 30)))
            .collect();
        told.iter().for_each(|t| self.notes.say(t.clone()));
        self.notes.say("What stands out is kept as one piece of evidence for the access review; no account and no person is changed.");
        let mut fields = Map::new();
        fields.insert(
            "shows".into(),
            format!("Accounts in {}", self.source.name).chars().take(200).collect::<String>().into(),
        );
        fields.insert(
            "note".into(),
            format!("{} accounts, read on {}.\n{}", drafts.len(), words(self.today), told.join("\n"))
                .chars()
                .take(20_000)
                .collect::<String>()
                .into(),
        );
        fields.insert("collected_on".into(), self.today.to_string().into());
        fields.insert("classification".into(), "internal".into());
        fields.insert("personal".into(), true.into());
        self.shared.push(("@accounts".into(), Extra { kind: "evidence", fields, listed_in: "" }));
        drafts
    }
}

/// The accounts of a dropped list, one a row, each with the person it belongs to as far as that can be told.
pub(crate) fn rows(d: &Dropped) -> Result<crate::dropped::Found, Refusal> {
    let source = Source::read(d.name, d.bytes)?;
    let only = guide("access");
    let table = source
        .sheets
        .iter()
        .filter_map(|s| header::table(s, &source.name, only))
        .max_by(|a, b| a.score.total_cmp(&b.score));
    let Some(table) = table.filter(|t| !t.rows.is_empty()) else {
        return Err(refuse(
            d.name,
            "No list of accounts was recognised: no row looks like a header of one.",
            "Name the columns in a first row: login, name, role, last sign-in.",
        ));
    };
    let Some(info) = isms::kinds::kind("evidence") else { return Ok(crate::dropped::Found::default()) };
    let goes = mapping::map(&table, info, &BTreeMap::new())?;
    let mut work = Work::new(d.isms, d.today, &source, &table, info, &goes, Asks::new(BTreeMap::new()));
    if work.column("login").is_none() {
        return Err(refuse(
            d.name,
            "No column says which account it is.",
            "Name the column of the accounts \u{201c}login\u{201d}.",
        ));
    }
    let names = work.people();
    let lines: Vec<&Line> = work.table.rows.clone();
    let mut seen: HashMap<String, u32> = HashMap::new();
    let mut rows = Vec::with_capacity(lines.len());
    for line in lines {
        let text = |to: &str| work.column(to).map(|c| work.cell(line, c).show()).unwrap_or_default();
        let (login, display, rights) = (text("login"), text("display"), text("rights"));
        if login.trim().is_empty() {
            continue;
        }
        let person = [&login, &display].into_iter().find_map(|t| match names.find(t) {
            Found::One(code) => Some(code),
            _ => None,
        });
        let mut row = Map::new();
        let mut put = |k: &str, v: Value| row.insert(k.into(), v);
        put("id", format!("row-{}", line.number).into());
        put("login", shown(&login).into());
        put("display", shown(&display).into());
        put("rights", shown(&rights).into());
        if let Some(p) = &person {
            put("person", p.as_str().into());
            if let Some((state, on)) = names.gone(p) {
                put("gone", on.map_or_else(|| state.to_string(), |o| o.to_string()).into());
            }
        }
        if let Some(first) = seen.get(&key(&login)) {
            put("double_of", format!("row-{first}").into());
        }
        seen.entry(key(&login)).or_insert(line.number);
        let all = ["admin", "root", "superuser", "owner", "verwalter"].iter().any(|w| key(&rights).contains(w));
        put("administrator", all.into());
        if work.column("second_factor").is_some() {
            let cell = work.column("second_factor").map(|c| work.cell(line, c));
            put("second_factor", json!(cell.and_then(|c| yes_no(&c))));
        }
        if let Some(c) = work.column("last_sign_in") {
            let cell = work.cell(line, c);
            match work.day(c, &cell, line.number) {
                Ok(Some(day)) => row.insert("last_sign_in".into(), day.to_string().into()),
                Ok(None) => row.insert("last_sign_in".into(), "never".into()),
                Err(_) => row.insert("last_sign_in".into(), cell.show().into()),
            };
        }
        rows.push(row);
    }
    let mut notes = source.notes.clone();
    notes.push(format!(
        "{} accounts in rows {} to {}.",
        rows.len(),
        table.header.1 + 1,
        table.rows.last().map_or(0, |l| l.number)
    ));
    Ok(crate::dropped::Found { rows, notes, ..Default::default() })
}
