//! The training grid, told in the lines of DOMAIN 3.4: the mark of each field, what is said to be missing, and the story of a field.
#![allow(clippy::expect_used, clippy::unwrap_used)]
mod notation;

use isms::staleness::staleness;
use isms::view::{self, Shown};
use notation::*;

/// What the grid says on the day of a line, one field a word: "P-1/CRS-1=overdue".
fn marks(text: &str) -> (String, Vec<String>, Vec<String>) {
    let line = line(&format!("grid: {text} | P-0 current"));
    let w = world(&line);
    let found = staleness(&w.isms, line.today);
    let shown = Shown::new(&w.isms, line.today, &found);
    let grid = view::training(&shown);
    let word = |v: &view::CellShown| serde_json::to_value(v.standing).unwrap().as_str().unwrap().to_string();
    let fields: Vec<String> = grid
        .rows
        .iter()
        .filter(|r| r.person != "P-0")
        .flat_map(|r| {
            grid.columns.iter().zip(&r.cells).map(move |(c, cell)| format!("{}/{}={}", r.person, c.id, word(cell)))
        })
        .collect();
    let missing = grid.missing.iter().map(|m| format!("{} ({}; {})", m.title, m.about.len(), m.why)).collect();
    let totals = grid.totals.iter().map(|t| format!("{} {}/{}", t.id, t.done, t.of)).collect();
    (fields.join(" "), missing, totals)
}

#[test]
fn each_field_has_the_mark_of_its_rule() {
    for (facts, want) in [
        ("CRS-1; 02-01 P-1 added{joined_on=2026-02-01} | 2026-02-10", "P-1/CRS-1=not_yet"),
        ("CRS-1; 02-01 P-1 added{joined_on=2026-02-01} | 2026-03-10", "P-1/CRS-1=overdue"),
        ("CRS-1{repeat=1y}; P-1; 2026-01-10 P-1 trained CRS-1 v1.0 | 2026-02-11", "P-1/CRS-1=done"),
        ("CRS-1{repeat=1y}; P-1; 2026-01-10 P-1 trained CRS-1 v1.0 | 2027-01-02", "P-1/CRS-1=soon"),
        ("CRS-1{repeat=1y}; P-1; 2026-01-10 P-1 trained CRS-1 v1.0 | 2027-01-11", "P-1/CRS-1=overdue"),
        ("CRS-1; P-1; 01-10 P-1 trained CRS-1 v1.0; 05-01 CRS-1 version v2.0 | 2026-05-02", "P-1/CRS-1=new_version"),
        ("CRS-1; P-1; 01-10 P-1 trained CRS-1 v1.0; 05-01 CRS-1 version v1.1 | 2026-05-02", "P-1/CRS-1=done"),
        ("CRS-1; P-1; 03-01 P-1 trained CRS-1 v1.0 failed | 2026-04-01", "P-1/CRS-1=overdue"),
        ("CRS-2{for_roles=admin}; P-1{roles=staff} | 2026-04-01", "P-1/CRS-2=not_asked"),
        (
            "CRS-1{repeat=1y}; P-1{away_from=2026-12-01,away_until=2027-03-01}; 01-10 P-1 trained CRS-1 v1.0 | 2027-01-20",
            "P-1/CRS-1=away",
        ),
        (
            "POL-4{must_be_read=once_a_major}; P-1; 01-10 P-1 read POL-4 v1.0; 05-01 POL-4 version v2.0 | 2026-05-02",
            "P-1/POL-4=new_version",
        ),
    ] {
        assert_eq!(marks(facts).0, want, "{facts}");
    }
}

#[test]
fn what_is_missing_is_one_line_a_course_a_joiner_or_a_person() {
    let (_, missing, totals) = marks(
        "CRS-1; POL-4{must_be_read=once_a_major}; P-1; P-2; 01-10 P-1 trained CRS-1 v1.0; 01-10 P-2 trained CRS-1 v1.0; \
         01-10 P-1 read POL-4 v1.0; 01-10 P-2 read POL-4 v1.0; 05-01 CRS-1 version v2.0; 05-20 P-3 added{joined_on=2026-05-20} | 2026-05-25",
    );
    let about = |part: &str| missing.iter().filter(|m| m.contains(part)).count();
    assert_eq!(about("joined on 20 May (2; first of them until 19 June)"), 1, "{missing:?}");
    assert!(missing.iter().any(|m| m.contains(" 2.0 (2; ")), "two lack the new version: {missing:?}");
    assert!(totals.iter().any(|t| t.starts_with("CRS-1 ")), "{totals:?}");
}

#[test]
fn a_field_tells_why_and_what_was_done_before() {
    let line =
        line("grid: CRS-1; P-1; 01-10 P-1 trained CRS-1 v1.0; 05-01 CRS-1 version v2.0 | 2026-05-02 | P-0 current");
    let w = world(&line);
    let found = staleness(&w.isms, line.today);
    let shown = Shown::new(&w.isms, line.today, &found);
    let story = view::training_cell(&shown, "P-1/CRS-1").unwrap();
    assert!(story.says.contains("2.0"), "{}", story.says);
    assert_eq!(story.lines[0].record.as_deref(), Some("CRS-1"));
    assert_eq!(story.lines.last().map(|l| l.text.as_str()), Some("Attended version 1.0"));
    let stranger = view::training_cell(&shown, "P-1/CRS-9").unwrap_err();
    assert!(stranger.text.contains("P-1/CRS-9"), "{}", stranger.text);
}

#[test]
fn a_guide_begins_on_the_fields_that_were_chosen() {
    let line = line("grid: CRS-1; P-1; P-2 | 2026-05-02 | P-0 current");
    let w = world(&line);
    let found = staleness(&w.isms, line.today);
    let shown = Shown::new(&w.isms, line.today, &found);
    for guide in ["training-record", "training-campaign"] {
        let guide = isms::wizards::wizard(guide).unwrap();
        let begun = |ids: &[&str]| view::begin(&shown, guide, &ids.iter().map(|s| s.to_string()).collect::<Vec<_>>());
        assert_eq!(begun(&["P-1/CRS-1", "P-2/CRS-1"]).unwrap(), ["CRS-1", "P-1", "P-2"]);
        assert!(begun(&["P-1/CRS-9"]).unwrap_err().text.contains("P-1/CRS-9"));
    }
}
