//! P12: pages of every type, mutated. Whatever is in them, there is a sentence and the offer of the newest backup, or what is read is as it was.
//! A hang would hang this test; a panic fails it.
use super::tamper::{Dice, full};
use super::*;
use crate::{Draft, OpenRefused, Why};
use rusqlite::Connection;
use std::collections::BTreeMap;

const PAGE: usize = 4096;

/// A file with pages of every type that SQLite has without full-text search and vacuuming.
fn with_all_pages(path: &Path) {
    full(path, 40_000);
    let mut f = File::open(path).unwrap();
    // So many records that their codes do not fit on one page of an index.
    let many = (0..260).map(|n| add("asset", None, like("asset", json!({ "title": format!("Asset {n}") }))));
    do_(&mut f, Verb::Add, "All rooms at once.", many.collect()).unwrap();
    // Pages of drafts that were dropped are free.
    let mut draft = |n: usize| {
        let d = Draft {
            id: None,
            wizard: "w".into(),
            about: vec![],
            step: "s".into(),
            answers: json!({"a": "x".repeat(n)}),
            kept_at: clock(9).at,
        };
        f.keep_draft(&d).unwrap()
    };
    let ids: Vec<i64> = (0..6).map(|_| draft(9_000)).collect();
    draft(9_000);
    for id in ids {
        f.drop_draft(id).unwrap();
    }
}
/// Which pages are of which type.
fn types(path: &Path) -> BTreeMap<&'static str, Vec<usize>> {
    let bytes = std::fs::read(path).unwrap();
    let mut of: BTreeMap<&'static str, Vec<usize>> = BTreeMap::new();
    let c = Connection::open(path).unwrap();
    let mut q = c.prepare("SELECT pageno, pagetype FROM dbstat").unwrap();
    let rows = q.query_map([], |r| Ok((r.get::<_, i64>(0)? as usize, r.get::<_, String>(1)?))).unwrap();
    let mut used = std::collections::BTreeSet::new();
    for (page, kind) in rows.map(Result::unwrap) {
        used.insert(page);
        let first = bytes[(page - 1) * PAGE + usize::from(page == 1) * 100];
        let name = match (page, kind.as_str(), first) {
            (1, ..) => "header",
            (_, "overflow", _) => "overflow",
            (_, _, 5) => "interior of a table",
            (_, _, 13) => "leaf of a table",
            (_, _, 2) => "interior of an index",
            (_, _, 10) => "leaf of an index",
            other => panic!("{other:?}"),
        };
        of.entry(name).or_default().push(page);
    }
    of.insert("free", (1..=bytes.len() / PAGE).filter(|p| !used.contains(p)).collect());
    of
}
/// What became of a page.
fn mutated(good: &[u8], page: usize, dice: &mut Dice) -> Vec<u8> {
    let mut b = good.to_vec();
    let at = (page - 1) * PAGE;
    let pages = good.len() / PAGE;
    match dice.roll(8) {
        0 => b[at..at + PAGE].fill([0, 0xFF][dice.roll(2)]),
        1 => (0..PAGE).for_each(|i| b[at + i] = dice.roll(256) as u8),
        2 => {
            let other = dice.roll(pages) * PAGE;
            b.copy_within(other..other + PAGE, at);
        }
        // Its own header, where pointers, counts and freeblocks stand.
        3 => {
            let i = usize::from(page == 1) * 100 + dice.roll(16);
            b[at + i] = [0, 1, 0x7F, 0x80, 0xFF, page as u8][dice.roll(6)];
        }
        // A number of four bytes anywhere: a page, a length.
        4 => {
            let i = dice.roll(PAGE - 4);
            let n = [0u32, 1, 2, page as u32, pages as u32 + 1, i32::MAX as u32, u32::MAX][dice.roll(7)];
            b[at + i..at + i + 4].copy_from_slice(&n.to_be_bytes());
        }
        5 => {
            let (from, to, n) = (dice.roll(PAGE), dice.roll(PAGE), 1 + dice.roll(300));
            let n = n.min(PAGE - from).min(PAGE - to);
            b.copy_within(at + from..at + from + n, at + to);
        }
        6 => {
            let (from, n) = (dice.roll(PAGE), 1 + dice.roll(600));
            b[at + from..at + (from + n).min(PAGE)].fill(0);
        }
        _ => (0..1 + dice.roll(8)).for_each(|_| b[at + dice.roll(PAGE)] ^= 1 << dice.roll(8)),
    }
    b
}
fn is_said(r: &OpenRefused, kind: &str) {
    assert!(r.text.ends_with('.') && !r.text.contains('!') && r.text.len() < 300, "{r}");
    match r.why {
        // Its first page says whose file it is, and the table of its parts begins there.
        // Without a first line that anyone can read it might be a locked one.
        Why::NotIsms | Why::OtherProgram | Why::Newer | Why::Locked => assert_eq!(kind, "header", "{r}"),
        Why::Strange => assert!(r.hint.contains("open a copy from before") || r.hint.contains("Switch it back"), "{r}"),
        _ => assert!(r.backup_helps() && r.hint.contains("newest good backup"), "{kind}: {r} {}", r.detail),
    }
}

#[test]
fn a_mutated_page_of_any_type_gets_a_sentence_and_the_offer_of_a_backup() {
    if code().is_some() {
        return; // The seal of a page is tried first: tests/locked.rs alters every page.
    }
    let each: usize = std::env::var("ISMS_PAGES").ok().and_then(|n| n.parse().ok()).unwrap_or(100);
    let (dir, path) = place();
    with_all_pages(&path);
    let good = std::fs::read(&path).unwrap();
    let before = known(File::open_read_only(&path).unwrap().isms());
    let types = types(&path);
    let names: Vec<&str> = types.keys().copied().collect();
    assert_eq!(
        names,
        [
            "free",
            "header",
            "interior of a table",
            "interior of an index",
            "leaf of a table",
            "leaf of an index",
            "overflow"
        ],
        "every type is there"
    );
    let one = |kind: &'static str, pages: &[usize], n: usize| {
        let bad = dir.path().join(format!("{}.isms", kind.replace(' ', "-")));
        let (mut dice, mut refused, mut found, mut nothing) = (Dice(n as u64 + 77), 0, 0, 0);
        for i in 0..each {
            let page = pages[dice.roll(pages.len())];
            let b = mutated(&good, page, &mut dice);
            if b == good {
                nothing += 1;
                continue;
            }
            std::fs::write(&bad, &b).unwrap();
            match File::open(&bad) {
                Err(r) => {
                    is_said(&r, kind);
                    assert_eq!(std::fs::read(&bad).unwrap(), b, "{kind} {i}: untouched");
                    refused += 1;
                }
                Ok(f) => {
                    let wrong = match f.verify() {
                        Ok(r) => {
                            r.problems.iter().for_each(|p| assert!(!p.place.is_empty() && !p.text.is_empty()));
                            !r.ok
                        }
                        Err(fault) => {
                            assert!(!fault.text.is_empty() && !fault.still.is_empty(), "{fault}");
                            true
                        }
                    };
                    // All that can be asked of it is answered, whatever is wrong.
                    let _ = isms::staleness::staleness(f.isms(), day("2026-03-01"));
                    let _ = (f.checkpoints(), f.drafts());
                    for (_, r) in f.isms().each("evidence") {
                        let _ = f.evidence_of(&r.code);
                    }
                    if wrong || f.read_only().is_some() {
                        found += 1;
                    } else {
                        assert_eq!(known(f.isms()), before, "{kind} {i}, page {page}");
                        nothing += 1;
                    }
                }
            }
        }
        println!(
            "{kind}: {each} mutations of {} pages: {refused} refused at opening, {found} found by the check, {nothing} changed nothing that is read",
            pages.len()
        );
        (refused + found, nothing)
    };
    let all: Vec<_> = types.iter().enumerate().collect();
    let half = all.len().div_ceil(2);
    std::thread::scope(|s| {
        let ran: Vec<_> = all
            .chunks(half)
            .map(|part| {
                s.spawn(move || {
                    part.iter().for_each(|(n, (kind, pages))| {
                        let (told, _) = one(kind, pages, *n);
                        assert!(told > each / 10 || **kind == "free", "{kind}: {told} of {each} were noticed");
                    })
                })
            })
            .collect();
        ran.into_iter().for_each(|t| t.join().unwrap());
    });
}
