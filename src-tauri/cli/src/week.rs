//! What the weeks say: how much still held, month by month, and the digest of this one.
use crate::look::{Seen, open, today_of};
use crate::say::{self, End, Ended, line};
use chrono::NaiveDate;
use isms::view::{self, CurrencyRow};
use isms::{Refusal, currency, digest};
use serde_json::{Value, json};
use std::path::Path;

pub fn currency(path: &Path, from: Option<NaiveDate>, to: Option<NaiveDate>, kind: Option<&str>, json: bool) -> Ended {
    if let Some(kind) = kind.filter(|k| !currency::sorts().any(|s| s == *k)) {
        return Err(Refusal::new(
            "unknown",
            kind,
            format!("There is no register \u{201c}{kind}\u{201d}."),
            format!("It is one of: {}.", currency::sorts().collect::<Vec<_>>().join(", ")),
        )
        .into());
    }
    let file = open(path)?;
    let today = today_of(&file)?;
    let shown = view::months(file.isms(), today, from, to)?;
    let rows: Vec<&CurrencyRow> = shown.rows.iter().filter(|r| kind.is_none_or(|k| k == r.sort)).collect();
    if json {
        let register = |r: &CurrencyRow| {
            let months: Vec<Value> = shown
                .days
                .iter()
                .zip(&r.fields)
                .map(|(on, f)| {
                    let c = f.counts;
                    json!({"on": on, "total": c.total, "current": c.current, "due soon": c.soon, "stale": c.stale, "overdue": c.overdue, "never reviewed": c.never, "percent": f.percent})
                })
                .collect();
            json!({"kind": if r.sort.is_empty() { Value::Null } else { r.sort.into() }, "title": r.title, "at_last_audit": r.then, "months": months})
        };
        say::value(&json!({
            "organization": file.isms().organization().map(|o| o.name.to_string()),
            "from": shown.days.first(), "to": shown.days.last(),
            "all": register(&shown.all),
            "registers": rows.iter().map(|r| register(r)).collect::<Vec<_>>(),
            "last_audit": shown.then_on.map(|on| json!({"on": on, "what": shown.then_what})),
            "trend": shown.trend, "lowest": shown.lowest, "spread": shown.spread,
        }));
        return Ok(End::Done);
    }
    line(file.isms().organization().map(|o| o.name.to_string()).unwrap_or_default());
    let list: Vec<&CurrencyRow> = if kind.is_some() { rows } else { std::iter::once(&shown.all).chain(rows).collect() };
    let mut table: Vec<Vec<String>> =
        vec![std::iter::once("ON".to_string()).chain(list.iter().map(|r| short(r.title).to_uppercase())).collect()];
    for (i, on) in shown.days.iter().enumerate() {
        table.push(
            std::iter::once(on.to_string())
                .chain(list.iter().map(|r| r.fields[i].percent.map_or("\u{2013}".into(), |p| format!("{p} %"))))
                .collect(),
        );
    }
    // Few registers read better as columns, many as rows.
    if list.len() > 6 {
        let first = table.len().saturating_sub(6).max(1);
        let some: Vec<usize> = std::iter::once(0).chain(first..table.len()).collect();
        table = (0..=list.len()).map(|c| some.iter().map(|r| table[*r][c].clone()).collect()).collect();
        for (row, r) in table.iter_mut().skip(1).zip(&list) {
            row[0] = r.title.into();
            row.push(r.fields.last().map(|f| f.says.clone()).unwrap_or_default());
        }
        table[0].push(String::new());
    }
    say::table(&table);
    let said = [&shown.trend, &shown.lowest];
    said.into_iter().filter(|s| !s.is_empty() && kind.is_none()).for_each(line);
    if kind.is_none() {
        shown.spread.says.iter().for_each(line);
    }
    Ok(End::Done)
}
fn short(title: &str) -> &str {
    title.split_whitespace().next().unwrap_or(title)
}

pub fn digest(path: &Path, out: Option<&Path>, to: Option<&str>) -> Ended {
    if let Some(to) = to.filter(|t| digest::address(t).is_none()) {
        return Err(Refusal::new(
            "field",
            "--to",
            format!("\u{201c}{}\u{201d} is not an address of mail.", to.escape_debug()),
            "Write it like owner@example.org.",
        )
        .into());
    }
    let seen = Seen::of(path, None)?;
    let d = digest::digest(&seen.shown(), 120);
    let text = digest::plain(&d);
    let to = to.and_then(digest::address).or(d.owner.1.as_deref());
    let mail = isms_press::mail::draft(&d, to, &seen.isms().log);
    let Some(out) = out else {
        line(text.trim_end());
        return Ok(End::Done);
    };
    let write = |path: &Path, bytes: &[u8]| -> Result<(), say::Stop> {
        isms_file::write_whole(path, bytes)?;
        line(path.display().to_string());
        Ok(())
    };
    match out.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase).as_deref() {
        Some("txt") => write(out, text.as_bytes())?,
        Some("eml") => write(out, &mail)?,
        _ if out.is_dir() => {
            write(&out.join(format!("digest-{}.txt", d.on)), text.as_bytes())?;
            write(&out.join(format!("digest-{}.eml", d.on)), &mail)?;
        }
        _ => {
            return Err(Refusal::new(
                "field",
                "--out",
                format!("\u{201c}{}\u{201d} is neither a folder nor a .txt or .eml file.", out.display()),
                "Give an existing folder, or a name that ends in .txt or .eml.",
            )
            .into());
        }
    }
    Ok(End::Done)
}
