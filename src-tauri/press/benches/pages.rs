//! How long a pack takes to become a PDF, what it needs at most and how large it is, beside the floor of the same run: the same words
//! written by bare printpdf, untagged, in one of the reader's own faces. Tables of 6 columns, 43 rows a page, a section each ten pages, each
//! code a link. 30, 300 and 1,000 pages, each in a process of its own so that its peak is its own (Linux).
//! `cargo bench -p isms-press --bench pages`, or with numbers of pages after `--`.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
use chrono::NaiveDate;
use isms::doc::{Block, Cell, Column, Doc, Row, Section, Table, column, link, text};
use printpdf::{BuiltinFont, Mm, Op, PdfDocument, PdfFontHandle, PdfPage, PdfSaveOptions, Point, Pt, TextItem};
use std::process::Command;
use std::time::Instant;

const ROWS: usize = 43;
const WIDTHS: [f32; 6] = [16.0, 58.0, 30.0, 18.0, 22.0, 26.0];

fn words(row: usize) -> [String; 6] {
    [
        format!("R-{row:03}"),
        format!("Supplier of service {} loses our data", row % 37),
        format!("A-{:03}, A-{:03}", row % 45, row % 31),
        format!("{} x {}", row % 5 + 1, row % 4 + 1),
        "reduce".into(),
        format!("2026-{:02}-{:02}", row % 12 + 1, row % 28 + 1),
    ]
}
fn doc(pages: usize) -> Doc {
    let sections = (0..pages.div_ceil(10)).map(|at| {
        let columns: Vec<Column> = ["Code", "Risk", "Assets", "Scores", "Decision", "Reviewed"]
            .iter()
            .zip(WIDTHS)
            .map(|(h, w)| column(h, w))
            .collect();
        let mine = (pages - at * 10).min(10) * ROWS;
        let rows: Vec<Row> = (at * 10 * ROWS..at * 10 * ROWS + mine)
            .map(|r| {
                let all = words(r);
                let mut cells: Vec<Cell> = all.iter().map(|w| Cell::Spans(text(w.as_str()))).collect();
                // Each code leads to another row.
                cells[2] = Cell::Spans(vec![link(format!("R-{:03}", (r * 7) % (pages * ROWS)))]);
                Row::Cells { cells, id: Some(all[0].clone()), reasons: Vec::new() }
            })
            .collect();
        let foot = format!("{mine} of {mine} shown");
        Section {
            part: false,
            control: Vec::new(),
            number: Some(at as u32 + 1),
            title: format!("Register, part {}", at + 1),
            clauses: vec!["8.2".into()],
            landscape: false,
            id: format!("section-{at}"),
            blocks: vec![Block::Table(Table { columns, rows, foot })],
        }
    });
    Doc {
        title: "Pack".into(),
        organization: "Example Ltd".into(),
        classification: "Internal".into(),
        as_of: NaiveDate::from_ymd_opt(2026, 11, 24).unwrap(),
        checkpoint: None,
        draft: false,
        files: Vec::new(),
        sections: sections.collect(),
    }
}
/// The same words at the same places, without a tag, a link or a measured line.
fn bare(pages: usize) -> Vec<u8> {
    let mut doc = PdfDocument::new("Pack");
    let pages: Vec<PdfPage> = (0..pages)
        .map(|page| {
            let mut ops = Vec::new();
            for i in 0..ROWS {
                let mut x = 24.0;
                for (w, wide) in words(page * ROWS + i).into_iter().zip(WIDTHS) {
                    ops.push(Op::StartTextSection);
                    ops.push(Op::SetFont { font: PdfFontHandle::Builtin(BuiltinFont::Helvetica), size: Pt(8.5) });
                    ops.push(Op::SetTextCursor { pos: Point::new(Mm(x), Mm(270.0 - i as f32 * 5.5)) });
                    ops.push(Op::ShowText { items: vec![TextItem::Text(w)] });
                    ops.push(Op::EndTextSection);
                    x += wide;
                }
            }
            PdfPage::new(Mm(210.0), Mm(297.0), ops)
        })
        .collect();
    doc.with_pages(pages).save(&PdfSaveOptions::default(), &mut Vec::new())
}
/// The most memory that this process ever held, MB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or("0");
    line.split_whitespace().next().and_then(|n| n.parse::<u64>().ok()).unwrap_or(0) / 1024
}
/// One size in this process: pages asked for, what to time.
fn one(pages: usize, floor: bool) {
    let doc = if floor { None } else { Some(doc(pages)) };
    let before = peak();
    let times = if pages > 100 { 1 } else { 5 };
    let (mut best, mut size, mut made) = (f64::MAX, 0, pages);
    for _ in 0..times {
        let t = Instant::now();
        match &doc {
            Some(doc) => {
                let pdf = isms_press::pdf(doc).unwrap();
                (size, made) = (pdf.bytes.len(), pdf.pages);
            }
            None => size = bare(pages).len(),
        }
        best = best.min(t.elapsed().as_secs_f64() * 1e3);
    }
    println!("{best} {size} {made} {} {before}", peak());
}
fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    if let [which, pages] = args.as_slice() {
        if which == "ours" || which == "floor" {
            return one(pages.parse().unwrap(), which == "floor");
        }
    }
    let mut sizes: Vec<usize> = args.iter().filter_map(|a| a.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![30, 300, 1_000];
    }
    for n in sizes {
        let run = |which: &str| -> Vec<f64> {
            let done = Command::new(std::env::current_exe().unwrap()).args([which, &n.to_string()]).output().unwrap();
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            String::from_utf8(done.stdout).unwrap().split_whitespace().map(|w| w.parse().unwrap()).collect()
        };
        let (ours, floor) = (run("ours"), run("floor"));
        println!(
            "{n} pages ({} made): {:.0} ms, peak {} MB ({} before it began), {:.0} KB; floor {:.0} ms, peak {} MB, {:.0} KB; ratio {:.1}",
            ours[2],
            ours[0],
            ours[3],
            ours[4],
            ours[1] / 1024.0,
            floor[0],
            floor[3],
            floor[1] / 1024.0,
            ours[0] / floor[0]
        );
    }
}
