//! The sheet on which a recovery code is kept: one page to print, that says what it opens and what its loss means.
//! It must never be made part of a pack or a report of the file.
use crate::doc::{Answer, Block, Doc, Part, Section, Sheet, Span};
use crate::isms::Isms;
use crate::report;
use chrono::NaiveDate;

/// What the sheet is told: the domain draws no codes.
pub struct Recovery<'a> {
    /// The six groups of the code, in order.
    pub groups: &'a [&'a str],
    /// Tells this code from others without giving it away.
    pub id: &'a str,
    pub file_name: &'a str,
}

/// How many groups a code has.
pub const GROUPS: usize = 6;
/// After how many days the page with the code is to be looked for again: half a year (RELIABILITY 4).
const LOOK_AGAIN: i64 = 182;

/// Is the page to be looked for? Yes, where nobody has had it in hand for half a year.
pub fn look_for_it(found_on: Option<NaiveDate>, today: NaiveDate) -> bool {
    found_on.is_none_or(|d| crate::dates::days_between(d, today) >= LOOK_AGAIN)
}
/// The group that is asked for on this day, from 1: each day another.
pub fn group_of_the_day(today: NaiveDate) -> usize {
    let day = crate::dates::days_between(NaiveDate::default(), today).rem_euclid(GROUPS as i64);
    day as usize + 1
}
/// The two groups that are typed back before a code locks anything, from 1: others for each number.
pub fn to_type_back(id: &str) -> [usize; 2] {
    let byte = |n: usize| usize::from(id.as_bytes().get(n).copied().unwrap_or_default());
    let first = byte(0) % GROUPS;
    let second = (first + 1 + byte(1) % (GROUPS - 1)) % GROUPS;
    [first.min(second) + 1, first.max(second) + 1]
}

/// One page: the code in six groups, the day, what to do with it.
pub fn sheet(isms: &Isms, recovery: &Recovery, today: NaiveDate) -> Doc {
    let organization = isms.organization().map(|o| o.name.to_string()).unwrap_or_default();
    let rows = |rows: Vec<(String, Vec<Span>)>| {
        let rows = rows.into_iter().map(|(label, spans)| (label, vec![Answer::Spans(spans)])).collect();
        Block::Sheet(Sheet { id: None, parts: vec![Part { title: String::new(), rows }] })
    };
    let groups = recovery.groups.iter().enumerate();
    let plain = |s: &str| Block::Para(vec![Span::Text(s.into())]);
    let blocks = vec![
        report::purpose("Whoever has this page can open the file. Whoever has lost it, and has the code nowhere else, has lost the file."),
        report::heading("The code"),
        rows(groups.map(|(i, g)| (format!("Group {}", i + 1), vec![Span::Bold((*g).to_string())])).collect()),
        Block::Note(vec![Span::Text(
            "Upper and lower case are the same, and so are O and 0, I, L and 1. Hyphens and spaces do not matter.".into(),
        )]),
        report::heading("What it opens"),
        rows(vec![
            ("File".into(), vec![Span::Text(recovery.file_name.into())]),
            ("Of".into(), vec![Span::Text(organization.clone())]),
            ("Locked with it since".into(), vec![Span::Text(today.format("%-d %B %Y").to_string())]),
            ("This page".into(), vec![Span::Text(format!("number {}: it tells pages apart and opens nothing", recovery.id))]),
        ]),
        report::heading("How to keep it"),
        Block::Bullets(
            [
                "Print it and keep it away from the computer: in a safe, with your deputy, in a sealed envelope.",
                "Copies of the file that were made while it was locked with this code open with this code, also after it has been changed. Keep the old page as long as you keep them.",
                "When the code is changed, a new page is made. The number above says which is which.",
                "Twice a year the settings ask for one group, to see that this page can still be found.",
            ]
            .map(|s| vec![Span::Text(s.into())])
            .to_vec(),
        ),
        plain("There is no second way in. Nobody who made this program can open the file without the code."),
    ];
    Doc {
        title: "Recovery code".into(),
        organization,
        classification: "Secret: for who keeps it".into(),
        as_of: today,
        checkpoint: None,
        draft: false,
        sections: vec![Section {
            number: None,
            title: "Recovery code".into(),
            clauses: vec!["A.8.24".into()],
            landscape: false,
            id: "section-recovery".into(),
            part: false,
            control: Vec::new(),
            blocks,
        }],
        files: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_looked_for_twice_a_year_and_each_day_asks_for_another_group() {
        let day = |n: i64| NaiveDate::default() + chrono::Duration::days(n);
        assert!(look_for_it(None, day(0)) && look_for_it(Some(day(0)), day(182)));
        // A clock that went back asks for nothing.
        assert!(!look_for_it(Some(day(0)), day(181)) && !look_for_it(Some(day(9)), day(0)));
        let asked: std::collections::BTreeSet<usize> = (-3..3).map(|n| group_of_the_day(day(n))).collect();
        assert_eq!(asked.into_iter().collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn two_different_groups_are_typed_back_whatever_the_number() {
        let digits = "0123456789abcdef";
        for (a, b) in digits.chars().flat_map(|a| digits.chars().map(move |b| (a, b))) {
            let [first, second] = to_type_back(&format!("{a}{b}345678"));
            assert!(1 <= first && first < second && second <= GROUPS, "{a}{b}");
        }
        assert_ne!(to_type_back("00"), to_type_back("01"));
    }
}
