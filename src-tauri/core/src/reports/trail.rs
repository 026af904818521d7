//! The trail: what was recorded when, which acts were signatures, what was undone, and what the checkpoint proves and does not.
//! It must never claim more than a log with a known head can prove (7.5.3).
use crate::act::Verb;
use crate::doc::{Answer, Block, Cell, Part, Row, Section, Sheet, Span, Table, column};
use crate::isms::{Record, Seq};
use crate::kind::Ty;
use crate::ledger;
use crate::plan::hex;
use crate::proof;
use crate::refusal::Refusal;
use crate::report::{
    Body, Paper, Report, Signed, bold, count, heading, plain, purpose, right, section, soft, thousands,
};
use std::collections::BTreeMap;

pub(super) const REPORT: Report =
    Report { name: "trail", title: "Trail, and how to check all of this", clause: "7.5.3", about: "", of: &[], build };

/// RELIABILITY 3.4, word for word, but for the key: there is none yet, and nothing here may sound as if there were.
const PROVES: &str = "The pack was produced from a log with this head; everything the auditor was shown last year is unchanged in this year\u{2019}s log; any single record belongs to it.";
const PROVES_NOT: &str = "That an entry was true; that it was written at the time it states (the clock is the owner\u{2019}s); that there is only one log (the owner could keep two and show each to another person); anything before the first checkpoint that left the house.";
const UNSIGNED: &str = "It carries no signature: by whom it was made is not proved, only what was not changed.";

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let mut blocks =
        vec![purpose("What was recorded when; what the checkpoint proves and what not."), Block::Table(months(p))];
    blocks.push(Block::Note(vec![plain(
        "Other: brought forward, undone and done again, attached, packs given out, personal data erased, settings.",
    )]));
    blocks.extend(signatures(p));
    blocks.extend(undone(p));
    blocks.push(heading("Erased, and the clock"));
    blocks.push(Block::Para(vec![plain(erased(p))]));
    blocks.extend(clock(p));
    blocks.push(heading("Checkpoint"));
    blocks.extend(head_and_proof(p)?);
    Ok(vec![section("trail", "Trail, and how to check all of this", &["7.5.3"], false, blocks)])
}

/// The head in full, what it proves and what not, how to check it.
pub(super) fn head_and_proof(p: &Paper) -> Result<Vec<Block>, Refusal> {
    let mut blocks = checkpoint(p)?;
    blocks.push(heading("It proves"));
    blocks.push(Block::Para(vec![plain(PROVES)]));
    blocks.push(heading("It does not prove"));
    blocks.push(Block::Para(vec![plain(PROVES_NOT)]));
    blocks.push(Block::Para(vec![plain(UNSIGNED)]));
    blocks.extend(how_to_check());
    blocks.extend(by_hand(p));
    Ok(blocks)
}

fn erased(p: &Paper) -> String {
    let acts: Vec<_> = p.isms.acts.iter().filter(|a| a.verb == Verb::Erase).collect();
    let mut people: Vec<_> = acts
        .iter()
        .flat_map(|a| &a.made)
        .map(|(ix, _)| *ix)
        .filter(|ix| p.isms.rec(*ix).info().name == "person")
        .collect();
    people.sort_unstable();
    people.dedup();
    match (acts.len(), people.len()) {
        (0, _) => "Nobody\u{2019}s personal data was erased.".to_string(),
        (n, 0) => format!(
            "Personal data was erased in {}; the acts stand, and the head is the same.",
            count(n, "act", "acts")
        ),
        (n, people) => format!(
            "Personal data of {} was erased, in {}; the acts stand, their contents are gone, and the head is the same.",
            count(people, "person", "people"),
            count(n, "act", "acts")
        ),
    }
}

/// Column of a verb: added, changed, published, reviewed, no effect, measured, put off, other.
fn column_of(v: Verb) -> usize {
    match v {
        Verb::Add | Verb::Import => 0,
        Verb::Change | Verb::State | Verb::Retire | Verb::Restore => 1,
        Verb::Publish => 2,
        Verb::Review => 3,
        Verb::NoEffect => 4,
        Verb::Measure => 5,
        Verb::PutOff => 6,
        Verb::Spread | Verb::Undo | Verb::Redo | Verb::Attach | Verb::Export | Verb::Erase | Verb::Setting => 7,
    }
}
/// Acts by month and verb; what lies before the day compared with stands in one line.
fn months(p: &Paper) -> Table {
    let first = p.from.map(|d| d.format("%Y-%m").to_string()).unwrap_or_default();
    let mut by: BTreeMap<String, [usize; 9]> = BTreeMap::new();
    let mut all = [0usize; 9];
    for a in &p.isms.acts {
        let month = a.on.format("%Y-%m").to_string();
        let row = by.entry(if month < first { String::new() } else { month }).or_default();
        for i in [column_of(a.verb), 8] {
            row[i] += 1;
            all[i] += 1;
        }
    }
    let cell = |n: usize| -> Cell { if n == 0 { "\u{2013}".into() } else { thousands(n).into() } };
    let row = |name: Cell, n: &[usize; 9], strong: bool| {
        let mut cells = vec![name];
        cells.extend(
            n.iter()
                .enumerate()
                .map(|(i, n)| if strong || i == 8 { vec![bold(thousands(*n))].into() } else { cell(*n) }),
        );
        Row::Cells { cells, id: None, reasons: Vec::new() }
    };
    let shown = by.len();
    let mut rows: Vec<Row> = by
        .iter()
        .map(|(m, n)| row(if m.is_empty() { "earlier".into() } else { m.as_str().into() }, n, false))
        .collect();
    rows.push(row(vec![bold("all")].into(), &all, true));
    let mut columns = vec![column("Month", 18.0)];
    columns.extend(
        [
            ("added", 15.0),
            ("changed", 17.0),
            ("published", 18.0),
            ("reviewed", 17.0),
            ("\u{201c}no effect\u{201d}", 20.0),
            ("measured", 18.0),
            ("put off", 15.0),
            ("other", 14.0),
            ("Acts", 18.0),
        ]
        .iter()
        .map(|(h, w)| right(h, *w)),
    );
    Table {
        columns,
        rows,
        foot: format!(
            "{shown} of {shown} lines shown, {} of {} counted",
            thousands(all[8]),
            count(p.isms.acts.len(), "act", "acts")
        ),
    }
}

/// The head in full, and that it extends the one that was handed out before.
fn checkpoint(p: &Paper) -> Result<Vec<Block>, Refusal> {
    let head = p.isms.checkpoint();
    let foot = format!(
        "In the foot of every page: the number of acts and the first eight characters, {} \u{b7} {}.",
        thousands(head.size as usize),
        head.short()
    );
    // What left the house after this day is no earlier state.
    let given = p.scope.earlier.clone().filter(|e| e.size <= head.size);
    let Some(earlier) = given.or_else(|| proof::last_pack(p.isms)) else {
        let caption = vec![
            plain(foot),
            plain(
                " First pack: no earlier one is on record, so there is nothing earlier to extend. The next pack will prove that it extends this one.",
            ),
        ];
        return Ok(vec![Block::Checkpoint { checkpoint: head, on: p.day(), caption }]);
    };
    let leaves = p.isms.leaves();
    let path = ledger::consistency(&leaves, earlier.size as usize);
    if !ledger::consistent(earlier.size, head.size, &earlier.root, &head.root, &path) {
        return Err(Refusal::new(
            "proof",
            "checkpoint",
            format!(
                "This file does not extend the checkpoint of {} acts that left the house before ({}).",
                earlier.size,
                earlier.short()
            ),
            "No pack can be made of it: find the file from which the earlier pack was made.",
        ));
    }
    let caption = vec![
        plain(foot),
        plain(format!(
            " Extends the checkpoint of {} acts, {}, that is printed in the last pack: the proof stands below.",
            thousands(earlier.size as usize),
            earlier.short()
        )),
    ];
    let n = path.len();
    let rows = path
        .iter()
        .enumerate()
        .map(|(i, h)| Row::Cells {
            cells: vec![(i + 1).to_string().into(), grouped(h).into()],
            id: None,
            reasons: Vec::new(),
        })
        .collect();
    Ok(vec![
        Block::Checkpoint { checkpoint: head, on: p.day(), caption },
        heading(format!("Proof that nothing in the first {} was changed", count(earlier.size as usize, "act", "acts"))),
        Block::Note(vec![
            plain("Consistency proof after RFC 9162, 2.1.4, from the head that is printed in the last pack, "),
            plain(grouped(&earlier.root)),
            plain(", to the head above. The same stands in the proof beside this PDF, where a checker reads it."),
        ]),
        Block::Table(Table {
            columns: vec![right("Hash", 14.0), column("SHA-256", 156.0)],
            rows,
            foot: format!("{n} of {} shown", count(n, "hash", "hashes")),
        }),
    ])
}
fn grouped(h: &[u8; 32]) -> String {
    let digits = hex(h).to_uppercase();
    digits.as_bytes().chunks(4).map(|c| String::from_utf8_lossy(c).to_string()).collect::<Vec<_>>().join(" ")
}

fn how_to_check() -> Vec<Block> {
    let step = |n: &str, what: &str, rest: &str| {
        (n.to_string(), vec![Answer::Spans(vec![bold(what), plain(format!(" {rest}"))])])
    };
    let rows = vec![
        step(
            "step 1",
            "Keep two files.",
            "This PDF, and the proof of the same name that was given out with it (.isms-proof, a text to be read). What is held outside the house cannot be rewritten later without showing.",
        ),
        step(
            "step 2",
            "Compare the foot.",
            "The same number of acts and the same eight characters stand on every page, and in full above.",
        ),
        step(
            "step 3",
            "Run a checker.",
            "None needs a network. isms verify PACK.pdf --against LAST-PACK.pdf, or verify.py from the source of the program, 150 lines of Python to be read first, says one sentence each: is the PDF unchanged, does the act that gave it out stand in the log, did the log only grow since the last pack. Or all by hand, as follows.",
        ),
    ];
    vec![
        heading("How to check, in three steps"),
        Block::Sheet(Sheet { id: None, parts: vec![Part { title: String::new(), rows }] }),
    ]
}

/// An act whose line is short enough to be typed.
const LINE: usize = 420;
/// The example is one of so many acts at the end.
const LATEST: usize = 200;
/// In pieces of so many characters.
const PIECE: usize = 92;

/// The way from one act to the head with `sha256sum` alone, with the numbers of this very log.
fn by_hand(p: &Paper) -> Vec<Block> {
    let head = p.isms.checkpoint();
    let short = |a: &&std::sync::Arc<crate::Act>| a.body.len() <= LINE && a.body.bytes().all(|b| b.is_ascii_graphic());
    // The one that takes the fewest lines, of the latest.
    let lines = |a: &&std::sync::Arc<crate::Act>| {
        2 * proof::sides(u64::from(a.seq) - 1, head.size).len() + a.body.len().div_ceil(PIECE)
    };
    let Some(act) = p.isms.acts.iter().rev().take(LATEST).filter(short).min_by_key(lines) else { return Vec::new() };
    let leaves = p.isms.leaves();
    let index = act.seq as usize - 1;
    let halves = |h: &[u8; 32]| {
        let digits = hex(h);
        Cell::Lines(vec![vec![plain(&digits[..32])], vec![plain(&digits[32..])]])
    };
    let cells = |cells: Vec<Cell>| Row::Cells { cells, id: None, reasons: Vec::new() };
    let mut so_far = ledger::leaf(act.body.as_bytes());
    let mut rows = vec![cells(vec!["1".into(), "00, then the line".into(), Cell::Empty, halves(&so_far)])];
    let path = ledger::inclusion(&leaves, index);
    for (n, (left, other)) in proof::sides(index as u64, head.size).into_iter().zip(&path).enumerate() {
        so_far = if left { ledger::node(other, &so_far) } else { ledger::node(&so_far, other) };
        let order = if left { "01, this, the last result" } else { "01, the last result, this" };
        rows.push(cells(vec![(n + 2).to_string().into(), order.into(), halves(other), halves(&so_far)]));
    }
    let n = rows.len();
    let pieces: Vec<Row> = act
        .body
        .as_bytes()
        .chunks(PIECE)
        .map(|c| cells(vec![String::from_utf8_lossy(c).into_owned().into()]))
        .collect();
    let (lines, said) = (pieces.len(), thousands(act.seq as usize));
    let command = |what: &str, rest: &str| vec![bold(what), plain(format!(" {rest}"))];
    vec![
        heading("By hand, with SHA-256 alone"),
        Block::Para(vec![plain(
            "SHA-256 makes 64 characters of any bytes. Other bytes give other characters, and nobody knows a way to find two that give the same. Every system has it: sha256sum, on a Mac shasum -a 256. The proof beside this PDF is a text; its lines are put together as follows.",
        )]),
        Block::Bullets(vec![
            command(
                "The PDF.",
                "sha256sum PACK.pdf gives the line that stands in the proof under \u{201c}The PDF\u{201d}.",
            ),
            command(
                "The act that gave it out.",
                "The line of the proof that begins with { is hashed with a byte 00 in front: (printf '\\000'; grep '^{' PACK.isms-proof | tr -d '\\n') | sha256sum",
            ),
            command(
                "Up to the head.",
                "With each hash below that line, from the first to the last, a byte 01 and two hashes are hashed: where it says left, that hash and then the last result; where it says right, the last result and then that hash. echo 01FIRSTSECOND | xxd -r -p | sha256sum, with the two hashes for FIRST and SECOND.",
            ),
            command(
                "Compare.",
                "The last result is the line under \u{201c}The whole log\u{201d}. If one byte of the act, of the PDF or of anything recorded before had been changed, it would be another.",
            ),
        ]),
        heading(format!("The same with act {said} of this log")),
        Block::Para(vec![plain(format!(
            "The proof of this very PDF cannot be printed in it. So here is act {said}, and the way from it to the head that is printed above. Small and capital letters are the same."
        ))]),
        Block::Table(Table {
            columns: vec![column(&format!("The line of act {said}, to be joined without a space"), 170.0)],
            rows: pieces,
            foot: format!("{lines} of {} shown, {} characters", count(lines, "piece", "pieces"), act.body.len()),
        }),
        Block::Table(Table {
            columns: vec![
                right("Step", 12.0),
                column("What is hashed", 38.0),
                column("This", 60.0),
                column("Result", 60.0),
            ],
            rows,
            foot: format!(
                "{n} of {} shown; the last result is the head of this log, {}\u{2026}",
                count(n, "step", "steps"),
                &grouped(&so_far)[..19]
            ),
        }),
    ]
}

/// An approval that an act entered into a record.
struct Yes<'a> {
    seq: Seq,
    record: &'a Record,
    field: &'a str,
    signed: Signed,
}
/// Every approval, acceptance and release, in the order of acts. Sign-offs of reviews stand in the list of reviews.
fn approvals<'a>(p: &'a Paper) -> Vec<Yes<'a>> {
    let mut out = Vec::new();
    for r in p.isms.records.iter().filter(|r| r.info().name != "review") {
        for f in r.info().fields.iter().filter(|f| f.ty == Ty::Approval) {
            let mut had = serde_json::Value::Null;
            for v in &r.revisions {
                let b = Body::at(r, v);
                let now = b.get(&f.name).clone();
                if now != had {
                    if let Some(signed) = b.signed(&f.name) {
                        out.push(Yes { seq: v.seq, record: r, field: &f.name, signed });
                    }
                    had = now;
                }
            }
        }
    }
    out.sort_by(|a, b| (a.seq, &a.record.code, a.field).cmp(&(b.seq, &b.record.code, b.field)));
    out
}
fn signatures(p: &Paper) -> Vec<Block> {
    let all = approvals(p);
    let shown: Vec<&Yes> = all.iter().filter(|y| y.seq > p.then_seq).rev().collect();
    let packs: Vec<_> = proof::packs(p.isms).collect();
    let out: Vec<_> = packs.iter().filter(|(a, _)| a.seq > p.then_seq).collect();
    if shown.is_empty() && out.is_empty() {
        return vec![
            heading("Acts of signature"),
            Block::Para(vec![plain(format!(
                "No approval was recorded and no pack was given out{}; {} and {} in all.",
                p.since_words(),
                count(all.len(), "approval", "approvals"),
                count(packs.len(), "pack", "packs")
            ))]),
        ];
    }
    let n = shown.len() + out.len();
    let mut rows: Vec<(Seq, Row)> = shown
        .into_iter()
        .map(|y| {
            let undone = if p.isms.is_undone(y.seq) { " (undone)" } else { "" };
            let on = p.isms.day_of(y.seq);
            let mut given = vec![vec![plain(on.to_string())]];
            if let Some(d) = y.signed.on.filter(|d| *d != on) {
                given.push(vec![soft(format!("given {d}"))]);
            }
            let mut what = vec![p.code(&y.record.code)];
            what.push(plain(format!(": {}{undone}", y.field.replace('_', " "))));
            let mut proof = vec![plain(y.signed.how.clone())];
            if !y.signed.proof.is_empty() {
                proof.push(plain(" \u{b7} "));
                proof.extend(p.codes(y.signed.proof.iter().map(String::as_str)));
            }
            let cells = vec![
                thousands(y.seq as usize).into(),
                Cell::Lines(given),
                what.into(),
                p.who(&y.signed.by).into(),
                proof.into(),
            ];
            (y.seq, Row::Cells { cells, id: None, reasons: Vec::new() })
        })
        .collect();
    rows.extend(out.into_iter().map(|(a, pack)| {
        let pages = count(pack.pages as usize, "page", "pages");
        let cells = vec![
            thousands(a.seq as usize).into(),
            a.on.to_string().into(),
            format!("released: the {} pack {}, {pages}, as of {}", pack.audit, pack.file, pack.as_of).into(),
            p.who(&a.by).into(),
            format!("left the house \u{b7} SHA-256 {}", &grouped(&pack.sha256)[..19]).into(),
        ];
        (a.seq, Row::Cells { cells, id: None, reasons: Vec::new() })
    }));
    rows.sort_by_key(|(seq, _)| std::cmp::Reverse(*seq));
    let rows = rows.into_iter().map(|(_, row)| row).collect();
    let columns = vec![
        right("Act", 15.0),
        column("Date", 22.0),
        column("What", 52.0),
        column("By", 47.0),
        column("Way, proof", 34.0),
    ];
    vec![
        heading(format!("Acts of signature{}", p.since_words())),
        Block::Table(Table {
            columns,
            rows,
            foot: format!(
                "{n} of {} shown, newest first \u{b7} sign-offs of reviews: the list of reviews",
                count(all.len() + packs.len(), "act of signature", "acts of signature")
            ),
        }),
    ]
}

/// Acts that were taken back: they stay in the trail.
fn undone(p: &Paper) -> Vec<Block> {
    let list: Vec<_> = p.isms.acts.iter().filter(|a| a.verb == Verb::Undo).collect();
    if list.is_empty() {
        return vec![heading("Undone acts"), Block::Para(vec![plain("No act was undone.")])];
    }
    let n = list.len();
    let rows = list
        .into_iter()
        .map(|a| {
            let undid = a.undoes.and_then(|s| p.isms.act(s));
            let codes: Vec<&str> = undid
                .map(|u| u.made.iter().map(|(ix, _)| &*p.isms.rec(*ix).code).take(6).collect())
                .unwrap_or_default();
            let mut what =
                vec![plain(undid.map(|u| format!("{} ", u.verb.name().replace('_', " "))).unwrap_or_default())];
            what.extend(p.codes(codes));
            let again = undid.is_some_and(|u| !p.isms.is_undone(u.seq));
            if again {
                what.push(soft("; done again later"));
            }
            Row::Cells {
                cells: vec![
                    thousands(a.undoes.unwrap_or_default() as usize).into(),
                    what.into(),
                    thousands(a.seq as usize).into(),
                    a.on.to_string().into(),
                    vec![Span::Recorded(crate::report::one_line(&a.why))].into(),
                ],
                id: None,
                reasons: Vec::new(),
            }
        })
        .collect();
    let columns = vec![
        right("Act", 15.0),
        column("What", 62.0),
        right("Undone by", 20.0),
        column("On", 22.0),
        column("Why, as recorded", 51.0),
    ];
    vec![
        heading("Undone acts"),
        Block::Table(Table { columns, rows, foot: format!("{n} of {} shown", count(n, "undone act", "undone acts")) }),
    ]
}

/// Acts dated before the act before them.
fn clock(p: &Paper) -> Vec<Block> {
    if p.isms.clock_back.is_empty() {
        return vec![Block::Note(vec![plain("No act is dated before the act before it.")])];
    }
    let list = p
        .isms
        .clock_back
        .iter()
        .map(|s| {
            vec![plain(format!(
                "Act {} is dated {}, the act before it {}.",
                thousands(*s as usize),
                p.isms.day_of(*s),
                p.isms.day_of(s.saturating_sub(1))
            ))]
        })
        .collect();
    vec![heading("The clock went back"), Block::Bullets(list)]
}
