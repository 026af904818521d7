//! The dry run: a source, what it was taken for, and what it would do; from it, one proposal, all or nothing.
//! Looking changes nothing. What is shown is what would be done: the proposal is made of the same rows.
use crate::ask::{Ask, Asks, pairs};
use crate::cells::Work;
use crate::check;
use crate::draft::{Draft, FieldChange, RowError, What};
use crate::fold::{key, list, shown};
use crate::guides::{GUIDES, Guide, Layout, guide};
use crate::header::{self, Table};
use crate::mapping::{self, Goes};
use crate::source::{Source, refuse};
use chrono::NaiveDate;
use isms::kinds::{kind, kind_id};
use isms::{Change, Isms, Proposal, Refusal, Verb};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// Rows of the preview beside the wrong ones, and wrong ones at most.
const SHOWN: usize = 100;
const SHOWN_WRONG: usize = 2_000;
/// Rows that are checked by the kind's own rules before the owner has agreed; all are, before anything is written.
const CHECKED: usize = 2_000;

/// What the owner chose so far; everything may be missing. Also the form of a `--map` file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Choices {
    /// Kind of the records, or another name of the table ("soa").
    pub kind: Option<String>,
    pub sheet: Option<String>,
    /// Column → field; null: it stays out.
    pub mapping: BTreeMap<String, Option<String>>,
    /// Ask → answer; also "cell:ROW:COLUMN" → what stands there instead, and "row:ROW" → "out".
    pub answers: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Named {
    pub name: String,
    pub title: String,
}
#[derive(Clone, Debug, Serialize)]
pub struct ColumnShown {
    pub column: String,
    pub example: String,
    pub field: Option<String>,
    pub why: String,
}
#[derive(Clone, Debug, Serialize)]
pub struct FieldShown {
    pub name: String,
    pub question: String,
    pub required: bool,
}
#[derive(Clone, Debug, Serialize)]
pub struct RowShown {
    pub row: u32,
    pub what: What,
    pub id: Option<String>,
    pub title: String,
    pub changes: Vec<FieldChange>,
    pub errors: Vec<RowError>,
}
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    pub adds: usize,
    pub changes: usize,
    pub unchanged: usize,
    /// Wrong rows.
    pub errors: usize,
    pub left_out: usize,
}

/// The preview; serialises to the wire's `ImportShown` but for its handle.
#[derive(Clone, Debug, Serialize)]
pub struct Look {
    pub source: String,
    pub recognised_as: String,
    pub kinds: Vec<Named>,
    pub sheets: Vec<String>,
    pub sheet: String,
    pub encoding: String,
    pub columns: Vec<ColumnShown>,
    pub fields: Vec<FieldShown>,
    pub asks: Vec<Ask>,
    pub rows: Vec<RowShown>,
    pub counts: Counts,
    pub notes: Vec<String>,
    /// Kind of the records.
    #[serde(skip)]
    pub kind: &'static str,
    #[serde(skip)]
    changes: Vec<Change>,
    /// Every wrong row, for the refusal.
    #[serde(skip)]
    wrong: Vec<(u32, RowError)>,
}

/// The import.
pub struct Import;

impl Import {
    /// Tries a source out against the file, on this day, with the choices made so far.
    pub fn look(source: &Source, isms: &Isms, today: NaiveDate, choices: &Choices) -> Result<Look, Refusal> {
        let only = match &choices.kind {
            Some(k) => Some(guide(k).ok_or_else(|| {
                refuse(
                    source.name.clone(),
                    format!("\u{201c}{k}\u{201d} cannot be brought in from a table."),
                    format!("These can: {}.", GUIDES.iter().map(|g| g.kind).collect::<Vec<_>>().join(", ")),
                )
            })?),
            None => None,
        };
        let mut asks = Asks::new(choices.answers.clone());
        let (mut table, others) = choose(source, choices.sheet.as_deref(), only)?;
        let either = only.is_none().then(|| either(&mut asks, &table, source)).flatten();
        let waits = matches!(either, Some(None));
        if let Some(Some(other)) = either {
            table = header::table(table.sheet, &source.name, Some(other)).unwrap_or(table);
        }
        let guide = table.guide;
        let info = kind(guide.kind).ok_or_else(|| {
            refuse(source.name.clone(), format!("There is no kind of record \u{201c}{}\u{201d}.", guide.kind), "")
        })?;
        if table.rows.is_empty() {
            return Err(refuse(
                place(source, &table),
                "A header and no rows.",
                "Nothing was taken; choose a file with rows, or another sheet.",
            ));
        }
        let goes = mapping::map(&table, info, &choices.mapping)?;
        let mut work = Work::new(isms, today, source, &table, info, &goes, asks);
        source.notes.iter().for_each(|n| work.notes.say(n.clone()));
        tell(&mut work, &table, &others, &goes);
        let mut drafts = match guide.layout {
            Layout::Rows | Layout::Soa => work.drafts(),
            Layout::Session => work.session(),
            Layout::Wide => work.wide(),
            Layout::Accounts => work.accounts(),
        };
        if waits {
            for d in drafts.iter_mut().filter(|d| d.what != What::LeftOut) {
                d.errors.push(RowError {
                    column: String::new(),
                    value: String::new(),
                    text: "What the list is, is asked above.".into(),
                    mend: Vec::new(),
                });
                d.what = What::Wrong;
            }
        }
        spare(&mut work, &table, &mut drafts);
        let ready = drafts.iter().filter(|d| matches!(d.what, What::New | What::Changed)).count();
        let checked = check::rows(&work, &mut drafts, CHECKED);
        if checked < ready {
            work.notes.say(format!(
                "The first {checked} rows are checked by every rule; all are, before anything is written."
            ));
        }
        level(&mut work, &drafts);
        allot(isms, info.name, &mut drafts);
        Ok(show(work, drafts, &table))
    }
}

/// Names of the sheets that hold a table, the likeliest first; of a file without sheets the one empty name.
pub(crate) fn tables(source: &Source) -> Result<Vec<String>, Refusal> {
    let (best, others) = choose(source, None, None)?;
    Ok(std::iter::once(best.sheet.name.clone()).chain(others.into_iter().map(|(name, _)| name)).collect())
}
/// What a table can be taken for.
pub(crate) fn kinds() -> Vec<Named> {
    GUIDES.iter().map(|g| Named { name: g.kind.into(), title: g.title.into() }).collect()
}

fn article(title: &str) -> String {
    format!("{} {title}", if title.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" })
}
fn place(source: &Source, table: &Table) -> String {
    if table.sheet.name.is_empty() {
        source.name.clone()
    } else {
        format!("{}, sheet \u{201c}{}\u{201d}", source.name, table.sheet.name)
    }
}

/// The sheet that is meant, with its table; and what the other sheets hold.
fn choose<'a>(
    source: &'a Source,
    sheet: Option<&str>,
    only: Option<&'static Guide>,
) -> Result<(Table<'a>, Vec<(String, String)>), Refusal> {
    let mut tables: Vec<Table> = Vec::new();
    for s in &source.sheets {
        if sheet.is_some_and(|n| n != s.name) && only.is_some() {
            continue;
        }
        if let Some(mut t) = header::table(s, &source.name, only) {
            let scales: usize = header::scales(s).iter().map(|(_, l)| l.len()).sum();
            if scales > 0 && t.rows.len() <= 12 && header::scales(s).len() >= 2 {
                t.score = 0.1;
            }
            if header::put_aside(s) || t.rows.is_empty() {
                t.score *= 0.2;
            }
            tables.push(t);
        }
    }
    if let Some(name) = sheet {
        if source.sheet(name).is_none() {
            return Err(refuse(
                source.name.clone(),
                format!("There is no sheet \u{201c}{name}\u{201d}."),
                format!(
                    "Its sheets are: {}.",
                    source.sheets.iter().map(|s| s.name.as_str()).collect::<Vec<_>>().join(", ")
                ),
            ));
        }
        for t in &mut tables {
            t.score += if t.sheet.name == name { 1_000.0 } else { 0.0 };
        }
        if !tables.iter().any(|t| t.sheet.name == name) {
            return Err(refuse(
                format!("{}, sheet \u{201c}{name}\u{201d}", source.name),
                "No table was recognised in it.",
                "Name its columns in a first row: code, title, owner and so on.",
            ));
        }
    }
    tables.sort_by(|a, b| b.score.total_cmp(&a.score));
    if tables.is_empty() {
        return Err(refuse(
            source.name.clone(),
            "No table was recognised: no row looks like a header.",
            "Name the columns in a first row (code, title, owner …), or say what it is.",
        ));
    }
    let best = tables.remove(0);
    let others = tables
        .iter()
        .filter(|t| t.score > 3.0 && !t.rows.is_empty() && !header::put_aside(t.sheet))
        .map(|t| (t.sheet.name.clone(), t.guide.title.to_string()))
        .collect();
    Ok((best, others))
}

/// A form in which people confirm a document and answer questions can be either of two things.
#[allow(clippy::option_option)]
fn either(asks: &mut Asks, table: &Table, source: &Source) -> Option<Option<&'static Guide>> {
    if table.guide.layout != Layout::Session {
        return None;
    }
    let read = table.columns.iter().any(|c| {
        ["i have read", "gelesen und verstanden", "read and understood", "acknowledge"]
            .iter()
            .any(|w| key(&c.name).contains(w))
    });
    let score =
        table.columns.iter().any(|c| matches!(key(&c.child).as_str(), "score" | "total points" | "points" | "punkte"));
    if !(read && score) {
        return None;
    }
    let a = asks.ask("as", None, || {
        (
            format!("{} has confirmations and results. As what shall it be taken?", source.name),
            pairs(&[("training_record", "results of a course"), ("acknowledgement", "confirmations of a document")]),
        )
    });
    Some(a.as_deref().and_then(guide))
}

/// What the owner should know before the rows.
fn tell(work: &mut Work, table: &Table, others: &[(String, String)], goes: &[Goes]) {
    let rows = if table.header.0 == table.header.1 {
        format!("row {}", table.header.0)
    } else {
        format!("rows {} and {}", table.header.0, table.header.1)
    };
    let sheet = if table.sheet.name.is_empty() {
        String::new()
    } else {
        format!("sheet \u{201c}{}\u{201d}, ", table.sheet.name)
    };
    let found = goes.iter().filter(|g| g.to.is_some()).count();
    work.notes.say(format!(
        "Recognised as {}: {sheet}headings in {rows}. {found} of {} columns found their place.",
        article(table.guide.title),
        table.columns.len()
    ));
    for (name, title) in others {
        work.notes
            .say(format!("The sheet \u{201c}{name}\u{201d} holds {} too; bring it in by itself.", article(title)));
    }
    let hidden: Vec<String> =
        table.columns.iter().filter(|c| c.hidden).map(|c| format!("\u{201c}{}\u{201d}", c.name)).collect();
    if !hidden.is_empty() {
        work.notes.say(format!("The sheet hides {}; it is offered like the others.", list(&hidden, 4)));
    }
    if table.rows.len() > table.guide.usual {
        work.notes.say(format!(
            "{} rows are more than a {} of a company like yours usually holds; is it the right file?",
            table.rows.len(),
            table.guide.title
        ));
    }
}

/// Rows with more cells than columns: told where the row is good otherwise, a mistake where it is not.
fn spare(work: &mut Work, table: &Table, drafts: &mut [Draft]) {
    let columns = table.columns.iter().map(|c| c.index + 1).max().unwrap_or(0);
    let long: BTreeMap<u32, usize> =
        table.rows.iter().filter(|r| r.cells.len() > columns).map(|r| (r.number, r.cells.len())).collect();
    for d in drafts.iter_mut() {
        let Some(cells) = long.get(&d.row) else { continue };
        let own = d.errors.len() - usize::from(!d.waits.is_empty() && !d.errors.is_empty());
        if d.what == What::Wrong && own > 0 {
            d.errors.insert(0, RowError { column: String::new(), value: String::new(), text: format!("The row has {cells} cells for {columns} columns; a text with a comma may stand without quotation marks."), mend: Vec::new() });
        } else if d.what != What::LeftOut {
            work.notes
                .row("There are more cells than columns; what stands beyond the last column is not taken.", d.row);
        }
    }
}

/// Risks above the line are told, not refused.
fn level(work: &mut Work, drafts: &[Draft]) {
    let Some(line) = work.isms.record("ORG").and_then(|r| r.body_json().get("accept_up_to").and_then(Json::as_i64))
    else {
        return;
    };
    if work.info.field("likelihood").is_none() || work.info.field("impact").is_none() {
        return;
    }
    for d in drafts.iter().filter(|d| matches!(d.what, What::New | What::Changed)) {
        let was = d
            .code
            .as_deref()
            .filter(|_| d.exists)
            .and_then(|c| work.isms.record(c))
            .map(|r| r.body_json())
            .unwrap_or_default();
        let get = |f: &str| d.fields.get(f).or_else(|| was.get(f)).and_then(Json::as_i64);
        if let (Some(l), Some(i)) = (get("likelihood"), get("impact")) {
            if l * i > line && (d.fields.contains_key("likelihood") || d.fields.contains_key("impact")) {
                work.notes.row(format!("A level of {} stands above your line of {line}: it needs a treatment, or an acceptance by who may give it.", l * i), d.row);
            }
        }
    }
}

/// Codes of new records: the next free ones, after those that the table brings itself.
fn allot(isms: &Isms, name: &str, drafts: &mut [Draft]) {
    let (Some(id), Some(info)) = (kind_id(name), kind(name)) else { return };
    let number = |code: &str| {
        code.strip_prefix(info.prefix).and_then(|r| r.strip_prefix('-')).and_then(|n| n.parse::<u32>().ok())
    };
    let next = number(&isms.next_code(id)).unwrap_or(1);
    let first =
        drafts.iter().filter_map(|d| d.code.as_deref().and_then(number)).max().map_or(next, |m| next.max(m + 1));
    for (n, d) in (first..).zip(drafts.iter_mut().filter(|d| d.what == What::New && d.code.is_none())) {
        d.code = Some(info.code(n));
    }
}

fn show(mut work: Work, mut drafts: Vec<Draft>, table: &Table) -> Look {
    let info = work.info;
    let columns = table
        .columns
        .iter()
        .zip(work.goes)
        .map(|(c, g)| ColumnShown {
            column: c.name.clone(),
            example: if g.private {
                String::new()
            } else {
                table
                    .rows
                    .iter()
                    .map(|r| r.cell(c.index))
                    .find(|x| !x.is_empty())
                    .map(|x| shown(&x.show()))
                    .unwrap_or_default()
            },
            field: g.to.map(String::from),
            why: g.why.clone(),
        })
        .collect();
    let mut counts = Counts { left_out: table.left.len(), ..Counts::default() };
    for d in &drafts {
        match d.what {
            What::New => counts.adds += 1,
            What::Changed => counts.changes += 1,
            What::Same => counts.unchanged += 1,
            What::Wrong => counts.errors += 1,
            What::LeftOut => counts.left_out += 1,
        }
    }
    if work.guide.layout == Layout::Accounts {
        counts.adds = work.shared.len();
    }
    for l in &table.left {
        work.notes.say(format!("Row {} is left out: {} (\u{201c}{}\u{201d}).", l.row, l.why, l.title));
    }
    let good = |d: &Draft| matches!(d.what, What::New | What::Changed);
    let reviewed: Vec<&Draft> = drafts.iter().filter(|d| good(d) && d.reviewed.is_some()).collect();
    let reviews = check::reviews(work.isms, &work.source.name, info.wizard.unwrap_or(info.routine), &reviewed);
    if !reviews.is_empty() {
        work.notes.say(format!("\u{201c}{}\u{201d} makes {} reviews that are marked as carried over: due days count from them, and they are not proved here.", work.name_of("reviewed_on"), reviewed.len()));
    }
    let mut changes = check::shared(&work.shared);
    for d in drafts.iter_mut().filter(|d| good(d) && !(d.fields.is_empty() && d.extras.is_empty())) {
        let code = d.code.clone().unwrap_or_default();
        let fields = std::mem::take(&mut d.fields);
        changes.extend(check::changes(info.name, d.row, fields, &d.extras, &code));
    }
    changes.extend(reviews);
    let wrong: Vec<(u32, RowError)> = drafts
        .iter()
        .filter(|d| d.what == What::Wrong)
        .flat_map(|d| d.errors.iter().map(|e| (d.row, e.clone())))
        .collect();
    let mut rows: Vec<RowShown> = Vec::new();
    let (mut plain, mut bad) = (0usize, 0usize);
    for d in drafts {
        let keep = if d.what == What::Wrong {
            bad += 1;
            bad <= SHOWN_WRONG
        } else {
            plain += 1;
            plain <= SHOWN
        };
        if keep {
            rows.push(RowShown {
                row: d.row,
                what: d.what,
                id: d.code,
                title: d.title,
                changes: d.changes,
                errors: d.errors,
            });
        }
    }
    for l in &table.left {
        rows.push(RowShown {
            row: l.row,
            what: What::LeftOut,
            id: None,
            title: l.title.clone(),
            changes: Vec::new(),
            errors: vec![RowError {
                column: String::new(),
                value: String::new(),
                text: l.why.into(),
                mend: Vec::new(),
            }],
        });
    }
    rows.sort_by_key(|r| r.row);
    if plain > SHOWN {
        work.notes
            .say(format!("The first {SHOWN} rows are shown, and every wrong one; all {} are counted.", plain + bad));
    }
    Look {
        source: work.source.name.clone(),
        recognised_as: table.guide.title.to_string(),
        kinds: kinds(),
        sheets: work.source.sheets.iter().map(|s| s.name.clone()).collect(),
        sheet: table.sheet.name.clone(),
        encoding: work.source.encoding.clone(),
        columns,
        fields: mapping::offered(info, table.guide)
            .into_iter()
            .map(|(n, required)| FieldShown { name: n.into(), question: mapping::question(info, n), required })
            .collect(),
        asks: std::mem::take(&mut work.asks.list),
        rows,
        counts,
        notes: work.notes.all(),
        kind: info.name,
        changes,
        wrong,
    }
}

impl Look {
    /// What the good rows would write, and their reviews that are carried over.
    pub(crate) fn good(&self) -> &[Change] {
        &self.changes
    }
    /// One proposal of all good rows. With wrong ones: none, unless the owner said that they stay out.
    pub fn proposal(&self, skip_wrong: bool) -> Result<Proposal, Refusal> {
        if !self.wrong.is_empty() && !skip_wrong {
            let sheet =
                if self.sheet.is_empty() { String::new() } else { format!("sheet \u{201c}{}\u{201d}, ", self.sheet) };
            let each = self.wrong.iter().map(|(row, e)| {
                let column = if e.column.is_empty() { String::new() } else { format!(", column {}", e.column) };
                Refusal::new("import", format!("{sheet}row {row}{column}"), e.text.clone(), "")
            });
            let mut all: Vec<Refusal> = each.collect();
            if let Some(first) = all.first_mut() {
                first.hint = "Mend it, answer what is asked, or say that wrong rows stay out.".into();
            }
            Refusal::all(all)?;
        }
        if self.changes.is_empty() {
            let text = if self.counts.unchanged > 0 {
                "Nothing is different from what is recorded."
            } else {
                "No row can be brought in."
            };
            return Err(refuse(self.source.clone(), text, ""));
        }
        let mut why =
            format!("Brought in from {}: {} added, {} changed", self.source, self.counts.adds, self.counts.changes);
        if self.counts.errors > 0 {
            why.push_str(&format!(", {} wrong rows left out", self.counts.errors));
        }
        Ok(Proposal { verb: Verb::Import, why, changes: self.changes.clone() })
    }

    /// The form of `isms import --json` (DESIGN 13), not yet applied.
    pub fn json_for_cli(&self) -> Json {
        let mapping: serde_json::Map<String, Json> =
            self.columns.iter().map(|c| (c.column.clone(), json!(c.field))).collect();
        let errors: Vec<Json> = self
            .wrong
            .iter()
            .map(|(row, e)| json!({"row": row, "column": e.column, "value": e.value, "text": e.text, "mend": e.mend}))
            .collect();
        json!({"source": self.source, "recognised_as": self.kind, "title": self.recognised_as, "sheet": self.sheet, "encoding": self.encoding, "mapping": mapping,
            "adds": self.counts.adds, "changes": self.counts.changes, "unchanged": self.counts.unchanged, "left_out": self.counts.left_out, "errors": errors,
            "asks": self.asks, "notes": self.notes, "applied": false})
    }
}
