//! Numbers of Annex A as spreadsheets leave them: "A.5.7", "5.7", and 5.1 where 5.10 stood.
//! The order of the lines and their titles say which is meant; each reading that is not the plain one is told.
use crate::cells::Work;
use crate::fold::{alike, key};
use crate::source::Line;

/// Number of each row, "5.10"; or why it has none.
pub(crate) fn numbers(work: &mut Work, lines: &[&Line]) -> Vec<Result<String, String>> {
    let Some(column) = work.column("number") else {
        return lines
            .iter()
            .map(|_| Err("The table has no column with the numbers of the controls.".to_string()))
            .collect();
    };
    let title = work.column("title");
    let mut out: Vec<Result<String, String>> = Vec::with_capacity(lines.len());
    let mut before: Option<(u32, u32)> = None;
    let mut used: Vec<(u32, u32)> = Vec::new();
    for line in lines {
        let shown = work.cell(line, column).show();
        let bare = shown.trim();
        let bare = ["ISO 27001:2022 ", "A.", "A ", "A", "SOA-"]
            .iter()
            .find_map(|p| bare.strip_prefix(p))
            .unwrap_or(bare)
            .trim();
        let parsed =
            bare.split_once(['.', ',']).and_then(|(a, b)| Some((a.parse::<u32>().ok()?, b.parse::<u32>().ok()?)));
        let Some((theme, n)) = parsed else {
            out.push(Err(format!("\u{201c}{}\u{201d} is no number of Annex A.", crate::fold::shown(&shown))));
            continue;
        };
        let known = |n: (u32, u32)| isms::catalog::entry(&format!("A.{}.{}", n.0, n.1));
        let (plain, ten) = ((theme, n), (theme, n * 10));
        let next = before.map(|(t, n)| (t, n + 1));
        let named = |n: (u32, u32)| {
            title.zip(known(n)).is_some_and(|(c, e)| alike(&key(&line.cell(c.index).show()), &key(e.title)) > 0.9)
        };
        let mut read = plain;
        if (1..=9).contains(&n)
            && known(ten).is_some()
            && !used.contains(&ten)
            && !named(plain)
            && (named(ten) || next == Some(ten) || used.contains(&plain))
        {
            read = ten;
            let why = match (next == Some(ten), named(ten)) {
                (true, true) => "by order and title",
                (_, true) => "by title",
                _ => "by order",
            };
            work.notes.say(format!(
                "Row {}: \u{201c}{bare}\u{201d} is read as {}.{}, {why}; a spreadsheet had made a decimal of it.",
                line.number, ten.0, ten.1
            ));
        }
        if known(read).is_none() {
            out.push(Err(format!("Annex A has no {}.{}.", read.0, read.1)));
            continue;
        }
        before = Some(read);
        used.push(read);
        out.push(Ok(format!("{}.{}", read.0, read.1)));
    }
    let missing: Vec<String> = isms::catalog::controls()
        .iter()
        .map(|e| e.number.trim_start_matches("A.").to_string())
        .filter(|n| !out.iter().any(|o| o.as_ref() == Ok(n)))
        .collect();
    let all = isms::catalog::controls().len();
    work.notes.say(match missing.len() {
        0 => format!("All {all} controls of Annex A are there, none is missing."),
        n => format!("{n} of {all} controls of Annex A are not in the table: {}.", crate::fold::list(&missing, 12)),
    });
    out
}
