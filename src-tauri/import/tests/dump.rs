//! Prints what is made of a sample file: `FILE=… cargo test -p isms-import --test dump -- --ignored --nocapture`.
//! A tool for reading, not a test.
#![allow(clippy::unwrap_used)]
mod common;
use common::*;
#[test]
#[ignore = "a tool"]
fn dump() {
    let file = std::env::var("FILE").unwrap();
    let answers: Vec<(String, String)> = std::env::var("ANSWERS")
        .unwrap_or_default()
        .split(',')
        .filter_map(|a| a.rsplit_once('='))
        .map(|(a, b)| (a.to_string(), b.to_string()))
        .collect();
    let mut c = choices(&[]);
    c.answers = answers.into_iter().collect();
    c.sheet = std::env::var("SHEET").ok();
    c.kind = std::env::var("KIND").ok();
    let s = match isms_import::Source::read(&file, &bytes(&file)) {
        Ok(s) => s,
        Err(e) => return println!("REFUSED {e}"),
    };
    let l = match isms_import::Import::look(&s, demo(), today(), &c) {
        Ok(l) => l,
        Err(e) => return println!("REFUSED {e}"),
    };
    println!("{} | {} | sheet {:?} of {:?} | {}", l.source, l.recognised_as, l.sheet, l.sheets, l.encoding);
    l.columns.iter().for_each(|c| {
        println!("  COL {:40} -> {:24} {:40} eg {}", c.column, c.field.clone().unwrap_or("-".into()), c.why, c.example)
    });
    l.asks.iter().for_each(|a| {
        println!(
            "  ASK {} [{}] {} {:?}",
            a.id,
            a.answer.clone().unwrap_or("?".into()),
            a.text,
            a.choices.iter().take(6).map(|c| format!("{}={}", c.name, c.label)).collect::<Vec<_>>()
        )
    });
    l.notes.iter().for_each(|n| println!("  NOTE {n}"));
    println!("  {:?}", l.counts);
    for r in l.rows.iter().take(std::env::var("ROWS").ok().and_then(|n| n.parse().ok()).unwrap_or(40)) {
        println!("  ROW {} {:?} {:?} {}", r.row, r.what, r.id, r.title);
        r.changes.iter().for_each(|c| println!("        {} : {} -> {}", c.field, c.was, c.now));
        r.errors.iter().for_each(|e| {
            println!("        ! {} «{}» {} {:?}", e.column, e.value, e.text, e.mend.iter().take(3).collect::<Vec<_>>())
        });
    }
    match l.proposal(true) {
        Ok(p) => {
            println!("  PROPOSAL {} changes: {}", p.changes.len(), p.why);
            p.changes
                .iter()
                .take(std::env::var("PUTS").ok().and_then(|n| n.parse().ok()).unwrap_or(3))
                .for_each(|c| println!("     {c:?}"));
        }
        Err(e) => println!("  NO PROPOSAL {e}"),
    }
}
