//! What rows have to do with each other: the same thing twice, many that are one, and rows that are hardly one.
//! The owner is asked wherever a row would be dropped.
use crate::ask::pairs;
use crate::cells::{Work, bad, blank};
use crate::draft::{Draft, RowError, What};
use crate::fold::key;
use crate::source::Line;
use std::collections::HashMap;

impl Work<'_> {
    /// "Clean desk poster" and nothing else: something else, or nothing.
    pub(crate) fn bare(&mut self, d: &mut Draft, line: &Line) -> Option<Draft> {
        let (field, value, named) = self.guide.bare?;
        let meant = line.filled().filter(|(_, c)| !blank(&c.show())).count();
        if meant > 1 || d.code.is_some() || self.table.columns.len() < 4 {
            return None;
        }
        let title = d.title.clone();
        let answer = self.asks.ask(&format!("bare:{}", line.number), None, || {
            (
                format!("Row {}, \u{201c}{title}\u{201d}, has a title only. What is it?", line.number),
                vec![(value.to_string(), named.to_string()), ("out".into(), "leave it out".into())],
            )
        });
        match answer.as_deref() {
            Some("out") => Some(Draft::left(line.number, title, "left out by you")),
            Some(_) => {
                d.fields.insert(field.into(), value.into());
                None
            }
            None => {
                d.wrong("", "", bad(format!("The row has a title only; say above whether it is {named}.")));
                None
            }
        }
    }
    /// A row that says of itself that it is there twice.
    pub(crate) fn same_event(&mut self, d: &Draft, line: &Line) -> Option<Draft> {
        let k = key(&d.title);
        if !["same as above", "entered twice", "duplicate of", "wie oben", "doppelt erfasst"]
            .iter()
            .any(|w| k.contains(w))
        {
            return None;
        }
        let before = self.table.rows.iter().take_while(|r| r.number < line.number).last().map_or(0, |r| r.number);
        let title = d.title.clone();
        let answer = self.asks.ask(&format!("twice:{}", line.number), Some("out"), || {
            (
                format!(
                    "Row {}, \u{201c}{title}\u{201d}, seems to be the same as row {before}. Leave it out?",
                    line.number
                ),
                pairs(&[("out", "yes, leave it out"), ("take", "no, it is one of its own")]),
            )
        });
        (answer.as_deref() == Some("out")).then(|| Draft::left(line.number, title, format!("the same as row {before}")))
    }

    /// The same code, or the same title without a code, is there once.
    pub(crate) fn twice(&mut self, drafts: &mut [Draft]) {
        let mut first: HashMap<String, u32> = HashMap::new();
        for d in drafts.iter_mut().filter(|d| d.what != What::LeftOut) {
            let id = match &d.code {
                Some(c) => c.clone(),
                None if self.guide.unique => format!("\u{201c}{}\u{201d}", d.title),
                None => continue,
            };
            match first.get(&key(&id)) {
                Some(row) => {
                    let column = if d.code.is_some() && self.column("code").is_some() {
                        self.name_of("code")
                    } else {
                        self.name_of("title")
                    };
                    let text = format!("{id} stands here twice; row {row} has it first.");
                    d.errors.insert(0, RowError { column, value: id.clone(), text, mend: Vec::new() });
                    d.what = What::Wrong;
                }
                None => {
                    first.insert(key(&id), d.row);
                }
            }
        }
    }

    /// "Laptop 01" to "Laptop 40": one asset, where the owner agrees. Row → title and what is told, or the title of a row that is part of it.
    #[allow(clippy::type_complexity)]
    pub(crate) fn merged(&mut self, lines: &[&Line]) -> HashMap<u32, Result<(String, String), String>> {
        let Some(column) = self.column("title") else { return HashMap::new() };
        let mut stems: Vec<(String, Vec<(u32, String, String)>)> = Vec::new();
        let tag = self.column("code");
        for l in lines {
            let title = l.cell(column.index).show();
            let stem =
                title.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '#' | '_')).to_string();
            if stem.len() == title.len() || stem.chars().count() < 3 {
                continue;
            }
            let code = tag.map(|c| l.cell(c.index).show()).unwrap_or_default();
            match stems.iter_mut().find(|(s, _)| *s == stem) {
                Some((_, rows)) => rows.push((l.number, title, code)),
                None => stems.push((stem, vec![(l.number, title, code)])),
            }
        }
        let mut out = HashMap::new();
        for (stem, rows) in stems.into_iter().filter(|(_, rows)| rows.len() >= 10) {
            let (first, last) = (&rows[0], &rows[rows.len() - 1]);
            let plural = if stem.ends_with('s') { stem.clone() } else { format!("{stem}s") };
            let answer = self.asks.ask(&format!("merge:{stem}"), Some("one"), || {
                (format!("{} rows are called {} to {}. An ISMS judges such things as one. Bring them in as one, \u{201c}{plural}\u{201d}?", rows.len(), first.1, last.1), pairs(&[("one", "yes, as one"), ("each", "no, each of them")]))
            });
            if answer.as_deref() != Some("one") {
                continue;
            }
            let told = format!(
                "{} of them{}",
                rows.len(),
                if first.2.is_empty() { String::new() } else { format!(", {} to {}", first.2, last.2) }
            );
            self.notes.say(format!("{} rows, {} to {}, are brought in as one: \u{201c}{plural}\u{201d}. What differs between them (serial numbers, users) is not taken.", rows.len(), first.1, last.1));
            for (row, title, _) in &rows {
                out.insert(*row, if *row == first.0 { Ok((plural.clone(), told.clone())) } else { Err(title.clone()) });
            }
        }
        out
    }
}
