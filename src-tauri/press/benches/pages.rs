//! How long a register takes to become a PDF, beside the floor of the same run: the same words written by bare printpdf, untagged, in one of
//! the reader's own faces. 1,000, 10,000 and 100,000 rows. `cargo bench -p isms-press`, or with sizes of your own after `--`.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
use chrono::NaiveDate;
use isms::doc::{Block, Cell, Column, Doc, Row, Section, Table, column, text};
use printpdf::{BuiltinFont, Mm, Op, PdfDocument, PdfFontHandle, PdfPage, PdfSaveOptions, Point, Pt, TextItem};
use std::time::Instant;

fn words(row: usize) -> [String; 6] {
    [
        format!("R-{row:03}"),
        format!("Supplier of service {} loses what we gave it for safe keeping", row % 37),
        format!("A-{:03}, A-{:03}", row % 45, row % 31),
        format!("{} x {}", row % 5 + 1, row % 4 + 1),
        "reduce".into(),
        format!("2026-{:02}-{:02}", row % 12 + 1, row % 28 + 1),
    ]
}
fn doc(rows: usize) -> Doc {
    let widths = [16.0, 120.0, 40.0, 20.0, 31.0, 30.0];
    let columns: Vec<Column> = ["Code", "Risk", "Assets", "Scores", "Decision", "Reviewed"]
        .iter()
        .zip(widths)
        .map(|(h, w)| column(h, w))
        .collect();
    let rows: Vec<Row> = (1..=rows)
        .map(|r| Row::Cells { cells: words(r).map(|w| Cell::Spans(text(w))).to_vec(), id: None, reasons: Vec::new() })
        .collect();
    let foot = format!("{} of {} shown", rows.len(), rows.len());
    Doc {
        title: "Register".into(),
        organization: "Example Ltd".into(),
        classification: "Internal".into(),
        as_of: NaiveDate::from_ymd_opt(2026, 11, 24).unwrap(),
        checkpoint: None,
        draft: false,
        files: Vec::new(),
        sections: vec![Section {
            part: false,
            control: Vec::new(),
            number: None,
            title: "Register".into(),
            clauses: vec!["8.2".into()],
            landscape: true,
            id: "section".into(),
            blocks: vec![Block::Table(Table { columns, rows, foot })],
        }],
    }
}
/// The same words at the same places, without a tag, a link or a measured line.
fn bare(rows: usize) -> Vec<u8> {
    let mut doc = PdfDocument::new("Register");
    let pages: Vec<PdfPage> = (1..=rows)
        .collect::<Vec<_>>()
        .chunks(26)
        .map(|page| {
            let mut ops = Vec::new();
            for (i, row) in page.iter().enumerate() {
                let mut x = 24.0;
                for (w, wide) in words(*row).into_iter().zip([16.0, 120.0, 40.0, 20.0, 31.0, 30.0]) {
                    ops.push(Op::StartTextSection);
                    ops.push(Op::SetFont { font: PdfFontHandle::Builtin(BuiltinFont::Helvetica), size: Pt(8.5) });
                    ops.push(Op::SetTextCursor { pos: Point::new(Mm(x), Mm(180.0 - i as f32 * 6.0)) });
                    ops.push(Op::ShowText { items: vec![TextItem::Text(w)] });
                    ops.push(Op::EndTextSection);
                    x += wide;
                }
            }
            PdfPage::new(Mm(297.0), Mm(210.0), ops)
        })
        .collect();
    doc.with_pages(pages).save(&PdfSaveOptions::default(), &mut Vec::new())
}
fn main() {
    let mut sizes: Vec<usize> = std::env::args().skip(1).filter_map(|a| a.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![93, 1_000, 10_000, 100_000];
    }
    for n in sizes {
        let doc = doc(n);
        let best = |f: &dyn Fn() -> usize| {
            (0..if n > 5_000 { 1 } else { 5 })
                .map(|_| {
                    let t = Instant::now();
                    let size = f();
                    (t.elapsed().as_secs_f64() * 1e3, size)
                })
                .min_by(|a, b| a.0.total_cmp(&b.0))
                .unwrap()
        };
        let pages = std::cell::Cell::new(0);
        let (ours, size) = best(&|| {
            let pdf = isms_press::pdf(&doc).unwrap();
            pages.set(pdf.pages);
            pdf.bytes.len()
        });
        let (floor, plain) = best(&|| bare(n).len());
        println!(
            "{n} rows, {} pages: {ours:.0} ms, {} KB; floor {floor:.0} ms, {} KB; ratio {:.1}",
            pages.get(),
            size / 1024,
            plain / 1024,
            ours / floor
        );
    }
}
