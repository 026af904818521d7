//! Measurements with months across: each cell is a value of an objective that the file has, dated to the last day of its month.
//! A month that has a value already keeps it; an empty cell is no measurement.
use crate::cells::{Got, Work, bad};
use crate::draft::{Draft, FieldChange, What};
use crate::header::Column;
use crate::source::{Line, Value, number};
use chrono::{Datelike, NaiveDate};
use isms::kind::Ty;
use serde_json::{Value as Json, json};

/// Columns that are months, with the last day of each.
pub(crate) fn months<'a>(work: &Work<'a>) -> Vec<(&'a Column, NaiveDate)> {
    let header = work.table.sheet.lines.iter().find(|l| l.number == work.table.header.1);
    work.table
        .columns
        .iter()
        .filter_map(|c| {
            let cell = header?.cell(c.index);
            let (first, last) = match &cell.value {
                Value::Date(d) => (d.date().with_day(1)?, d.date()),
                Value::Text(t) => match crate::days::read(t) {
                    crate::days::Said::Span(a, b) => (a, b),
                    crate::days::Said::Day(d) => (d, d),
                    _ => return None,
                },
                _ => return None,
            };
            let end = first.checked_add_months(chrono::Months::new(1))?.pred_opt()?;
            Some((c, if last.day() == 1 { end } else { last }))
        })
        .collect()
}

impl Work<'_> {
    pub(crate) fn wide(&mut self) -> Vec<Draft> {
        let months = months(self);
        let lines: Vec<&Line> = self.table.rows.clone();
        let mut count = 0;
        let drafts: Vec<Draft> = lines.iter().map(|l| self.series(l, &months, &mut count)).collect();
        self.notes.say(format!(
            "{count} measurements of {} objectives, each dated to the last day of its month.",
            drafts.iter().filter(|d| d.code.is_some()).count()
        ));
        let empty: Vec<String> = months
            .iter()
            .filter(|(c, _)| lines.iter().all(|l| l.cell(c.index).is_empty()))
            .map(|(_, d)| d.format("%B %Y").to_string())
            .collect();
        if !empty.is_empty() {
            self.notes.say(format!("{} has no values.", crate::fold::list(&empty, 6)));
        }
        drafts
    }

    fn series(&mut self, line: &Line, months: &[(&Column, NaiveDate)], count: &mut usize) -> Draft {
        let Some(c) = self.column("title") else { return Draft::left(line.number, "", "no name") };
        let title = self.cell(line, c).show();
        let mut d = Draft::new(line.number, title.clone());
        let code = match self.one("objective", &["objective".to_string()], &title) {
            Got::Is(v) => v.as_str().unwrap_or_default().to_string(),
            got => {
                d.wrong(&c.name, &title, got);
                d.what = What::Wrong;
                return d;
            }
        };
        let body = self.isms.record(&code).map(isms::Record::body_json).unwrap_or_default();
        let unit = body.get("unit").and_then(Json::as_str).unwrap_or_default().to_string();
        let parts = unit.contains('%')
            && months.iter().all(|(c, _)| !matches!(line.cell(c.index).value, Value::Number(n) if n > 1.0));
        if parts {
            self.notes.say("Shares like 0.7 are read as 70 %, because the objective is measured in percent.");
        }
        let old: Vec<Json> = body.get("measurements").and_then(Json::as_array).cloned().unwrap_or_default();
        let mut list = old.clone();
        for (column, day) in months {
            let cell = self.cell(line, column);
            if cell.is_empty() {
                continue;
            }
            let show = cell.show();
            let Ok(n) = show.trim_end_matches('%').trim().replace(',', ".").parse::<f64>() else {
                d.wrong(
                    &column.name,
                    &show,
                    bad(format!("\u{201c}{}\u{201d} is not a number.", crate::fold::shown(&show))),
                );
                continue;
            };
            let value = number(if parts { n * 100.0 } else { n });
            if *day > self.today {
                d.wrong(&column.name, &show, bad(format!("{} is not over yet.", day.format("%B %Y"))));
                continue;
            }
            *count += 1;
            let month = day.format("%Y-%m").to_string();
            let have = old
                .iter()
                .find(|m| m["date"].as_str().is_some_and(|s| s.starts_with(&month)) && m.get("struck").is_none());
            match have.and_then(|m| m["number"].as_str()) {
                Some(v) if v.parse::<f64>().ok() == value.parse::<f64>().ok() => {}
                Some(v) => d.wrong(
                    &column.name,
                    &show,
                    bad(format!(
                        "{} has the value {v} already; a wrong one is struck in the objective, with a why.",
                        day.format("%B %Y")
                    )),
                ),
                None => list.push(json!({"date": day.to_string(), "number": value})),
            }
        }
        d.title = format!("{} ({code})", self.isms.name_of(&code));
        d.code = Some(code);
        d.exists = true;
        if list.len() > old.len() {
            list.sort_by(|a, b| a["date"].as_str().cmp(&b["date"].as_str()));
            d.changes.push(FieldChange {
                field: "measurements".into(),
                question: crate::mapping::question(self.info, "measurements"),
                was: old.into(),
                now: list.clone().into(),
                ty: self.info.field("measurements").map_or(Ty::Free, |f| f.ty.clone()),
            });
            d.fields.insert("measurements".into(), list.into());
        }
        d.what = if !d.errors.is_empty() {
            What::Wrong
        } else if d.changes.is_empty() {
            What::Same
        } else {
            What::Changed
        };
        d
    }
}
