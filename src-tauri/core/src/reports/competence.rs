//! Competence: which roles need what, who has them, why they are able, what shows it, what is missing (7.2).
//! It must never print a reason about a person in a copy without names, nor leave out a role that nobody can fill.
use crate::doc::{Block, Cell, Section, Span};
use crate::isms::{Ix, Record};
use crate::kinds::organization::Role;
use crate::kinds::{Action, Person, TrainingRecord};
use crate::refusal::Refusal;
use crate::report::register::{drawn, listing};
use crate::report::{Names, Paper, Report, bold, heading, join, one_line, plain, purpose, section, soft};

pub(super) const REPORT: Report =
    Report { name: "competence", title: "Competence", clause: "7.2", about: "", of: &[], build };

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let roles: &[Role] = p.isms.organization().map(|o| o.role_list.as_slice()).unwrap_or_default();
    let needs = |r: &&Role| r.needs.as_ref().is_some_and(|n| !n.trim().is_empty());
    let asking: Vec<&Role> = roles.iter().filter(needs).collect();
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let (mut pairs, mut shown) = (0, 0);
    for role in &asking {
        let holders = holders(p, role);
        let needed = vec![Span::Recorded(role.needs.as_ref().map(|n| one_line(n)).unwrap_or_default())];
        if holders.is_empty() {
            rows.push(vec![
                vec![bold(role.role.trim())].into(),
                needed.clone().into(),
                vec![Span::Red("nobody".into())].into(),
                Cell::Empty,
                Cell::Empty,
                vec![Span::Red("nobody has this role".into())].into(),
            ]);
        }
        for (n, (ix, r, x)) in holders.into_iter().enumerate() {
            let proof = proof(p, r, x, role);
            pairs += 1;
            shown += usize::from(!proof.is_empty());
            rows.push(vec![
                vec![if n == 0 { bold(role.role.trim()) } else { soft(role.role.trim()) }].into(),
                if n == 0 { needed.clone().into() } else { Cell::Empty },
                p.who(&r.code).into(),
                able(p, x),
                join(proof.clone(), ", ").into(),
                gap(p, ix, r, x, proof.is_empty()),
            ]);
        }
    }
    let mut blocks = vec![
        purpose("Who can do what their role asks for, why, and what shows it."),
        Block::Figures(vec![
            (format!("{} of {}", asking.len(), roles.len()), "roles ask for something".into()),
            (format!("{shown} of {pairs}"), "people in these roles with something that shows it".into()),
            (
                asking.iter().filter(|r| holders(p, r).is_empty()).count().to_string(),
                "of these roles have nobody".into(),
            ),
        ]),
        drawn(
            "the list of roles, then name",
            "every active person in a role that asks for something. Proof: certificates and references of the person, and trainings passed in the courses of the role.",
        ),
        listing(
            &[
                ("Role", 32.0),
                ("Needs", 58.0),
                ("Who", 36.0),
                ("Able because", 58.0),
                ("Proof", 36.0),
                ("Gap, and what is done", 37.0),
            ],
            rows,
            ("line", "lines"),
            "No role in the list asks for something in particular.",
        ),
    ];
    let others: Vec<Vec<Cell>> = roles
        .iter()
        .filter(|r| !needs(r))
        .map(|r| {
            vec![
                vec![bold(r.role.trim())].into(),
                p.codes(r.courses.iter().map(|c| &**c)).into(),
                holders(p, r).len().to_string().into(),
            ]
        })
        .collect();
    blocks.push(heading("Roles that ask for nothing beyond their courses"));
    blocks.push(listing(
        &[("Role", 90.0), ("Courses", 107.0), ("People", 60.0)],
        others,
        ("role", "roles"),
        "None: every role in the list asks for something.",
    ));
    Ok(vec![section("competence", "Competence", &["7.2"], true, blocks)])
}

fn holders<'a>(p: &'a Paper, role: &Role) -> Vec<(Ix, &'a Record, &'a Person)> {
    let owner = |r: &Record| {
        matches!(role.role.trim().to_lowercase().as_str(), "isms owner")
            && p.isms.organization().is_some_and(|o| *o.isms_owner == *r.code)
    };
    let mut out: Vec<_> = p
        .isms
        .live::<Person>()
        .filter(|(_, r, x)| r.state() == "active" && (x.has_role(&role.role) || owner(r)))
        .collect();
    out.sort_by_key(|(_, r, _)| (r.title().to_lowercase(), r.code.to_string()));
    out
}
fn able(p: &Paper, x: &Person) -> Cell {
    match &x.able_because {
        None => vec![soft("not said")].into(),
        Some(_) if p.scope.names != Names::Full => vec![soft("said; about a person: held back in this copy")].into(),
        Some(why) => vec![Span::Recorded(one_line(why))].into(),
    }
}
/// Live proofs of the person, then the newest passed training of each course of the role.
fn proof(p: &Paper, r: &Record, x: &Person, role: &Role) -> Vec<Vec<Span>> {
    let mut out: Vec<Vec<Span>> = x
        .competence_proof
        .iter()
        .filter(|c| p.isms.record(c).is_some_and(Record::live))
        .map(|c| vec![p.code(c)])
        .collect();
    for course in role.courses.iter() {
        let newest = p
            .isms
            .live::<TrainingRecord>()
            .filter(|(_, _, t)| *t.person == *r.code && *t.course == **course && t.passes())
            .max_by_key(|(ix, _, t)| (t.on.0, *ix));
        if let Some((_, t, _)) = newest {
            out.push(vec![p.code(&t.code)]);
        }
    }
    out
}
/// What is missing, and the actions about the person that are open.
fn gap(p: &Paper, ix: Ix, r: &Record, x: &Person, no_proof: bool) -> Cell {
    let mut lines: Vec<Vec<Span>> = Vec::new();
    match (x.able_because.is_none(), no_proof) {
        (true, true) => lines.push(vec![Span::Red("neither reason nor proof".into())]),
        (true, false) => lines.push(vec![Span::Red("reason not said".into())]),
        (false, true) => lines.push(vec![Span::Red("nothing shows it".into())]),
        _ => {}
    }
    let open = p.isms.live::<Action>().filter(|(a, action, _)| {
        matches!(action.state(), "open" | "doing") && r.inn.iter().any(|(src, _)| src == a) && *a != ix
    });
    for (_, action, a) in open.filter(|(_, _, a)| a.from.as_ref().is_some_and(|f| **f == *r.code)) {
        lines.push(vec![p.code(&action.code), plain(format!(" until {}", a.due.0))]);
    }
    if lines.is_empty() { Cell::Empty } else { Cell::Lines(lines) }
}
