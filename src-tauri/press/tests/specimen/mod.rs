//! Made-up documents with every kind of block. For tests and for looking at.
#![allow(dead_code, unreachable_pub)]
use chrono::NaiveDate;
use isms::doc::*;

pub fn s(text: &str) -> Vec<Span> {
    vec![Span::Text(text.into())]
}
pub fn b(text: &str) -> Vec<Span> {
    vec![Span::Bold(text.into())]
}
pub fn rec(text: &str) -> Vec<Span> {
    vec![Span::Recorded(text.into())]
}
pub fn level(number: u32) -> Level {
    let (rank, word) = match number {
        0..=4 => (0, "low"),
        5..=9 => (1, "medium"),
        10..=15 => (2, "high"),
        _ => (3, "VERY HIGH"),
    };
    Level { number, rank, word: word.into() }
}
pub fn right(head: &str, width: f32) -> Column {
    Column { head: head.into(), width, right: true }
}
pub fn row(cells: Vec<Cell>) -> Row {
    Row::Cells { cells, id: None, reasons: vec![] }
}
fn checkpoint() -> Checkpoint {
    let mut root = [0; 32];
    for (i, byte) in root.iter_mut().enumerate() {
        *byte = (i as u8).wrapping_mul(37).wrapping_add(0xBC);
    }
    Checkpoint { size: 3479, root }
}

pub fn frame(title: &str, sections: Vec<Section>) -> Doc {
    Doc {
        title: title.into(),
        organization: "Fennel & Rowe Instruments Ltd".into(),
        classification: "Confidential: for the certification body".into(),
        as_of: NaiveDate::from_ymd_opt(2026, 11, 24).unwrap_or_default(),
        checkpoint: Some(checkpoint()),
        draft: false,
        sections,
        files: vec![],
    }
}

pub fn section(number: Option<u32>, title: &str, clauses: &[&str], landscape: bool, blocks: Vec<Block>) -> Section {
    let id = number.map_or_else(
        || format!("section-{}", title.to_lowercase().replace(' ', "-")),
        |number| format!("section-{number}"),
    );
    Section {
        number,
        title: title.into(),
        clauses: clauses.iter().map(|c| (*c).to_string()).collect(),
        landscape,
        id,
        part: false,
        control: Vec::new(),
        blocks,
    }
}

pub fn specimen() -> Doc {
    let mut doc = frame(
        "Recertification audit 2027",
        vec![cover(), guide(), gaps(), changed(), register(), risk(), review(), policy(), grid(), trail()],
    );
    doc.draft = true;
    doc
}

fn cover() -> Section {
    let figure = |a: &str, b: &str| (a.to_string(), b.to_string());
    section(None, "Cover", &[], false, vec![Block::Cover(Cover {
        name: "Fennel & Rowe\nInstruments Ltd".into(),
        subtitle: "Records for the recertification audit\nOffices in London and Porto, and work from home · 42 people".into(),
        rows: vec![
            ("For".into(), s("Certare Europa · recertification audit, 16 to 18 March 2027\nLead auditor: Ruben Tavares")),
            ("Certificate".into(), s("CE-ISMS-24-0371 · certified 12 June 2024 · valid until 11 June 2027")),
            ("Scope, as on the certificate".into(), rec("Development, hosting and support of Rowebench and Fennel Cloud, including installation at customers, from the offices in London and Porto and from home, in accordance with the Statement of Applicability version 1.")),
            ("Statement of Applicability".into(), s("Named by the certificate: version 1 · in this pack: as it stood on 24 November 2026")),
            ("Period".into(), s("12 June 2024 (certification) to 24 November 2026; “last audit” is surveillance 2, 19 and 20 May 2026")),
            ("Prepared, released".into(), s("D.O., ISMS owner, 24 November 2026 · M.R., managing director, 24 November 2026")),
            ("In this copy".into(), s("People by initials and role · evidence as an index, files beside the pack · A4 · dates year-month-day")),
        ],
        figures: vec![
            figure("5", "risks above the line\nof 9, of 55 risks; at the last audit 4 of 54. Not accepted: R-030. Acceptance ended: R-021, R-043"),
            figure("89", "controls in place\nof 92 that apply; 2 partly, 1 without proof. 1 excluded, in dispute with R-051"),
            figure("32", "people fully trained and read\nof 41 concerned; one more is away until February"),
            figure("3", "open nonconformities\n1 from the last audit (NC-011, due 15 December), 1 late action, 1 without cause"),
            figure("203", "items current\nof 263 risks, controls, documents, obligations, suppliers, assets and processes"),
        ],
        checkpoint: Some(checkpoint()),
        checkpoint_caption: vec![Span::Text("Taken on 2026-11-24. First pack made with this register: nothing earlier to extend. What the figures prove, and what not: page ".into()), Span::Link { text: String::new(), to: "section-22".into() }, Span::Text(".".into())],
    })])
}

fn guide() -> Section {
    section(Some(2), "Reader’s guide", &[], false, vec![
        Block::Para(s("Where each clause and control is shown.")),
        Block::Contents,
        Block::Heading { level: 1, spans: s("How to read"), id: None },
        Block::Bullets(vec![
            vec![Span::Bold("Codes".into()), Span::Text(" are links, both ways: R risk, A asset, S supplier, OB obligation, POL document, NC finding, ACT action, RV review, EV proof.".into())],
            vec![Span::Bold("People".into()), Span::Text(" are initials and role; the list of names is shown on request. Recorded words stay as they are and may name people.".into())],
            vec![Span::Bold("Serif".into()), Span::Text(" is the record: ".into()), Span::Recorded("words written by us on the day, unchanged.".into()), Span::Text(" Sans is this report. Άλφα και ωμέγα, Журнал изменений, Łódź, Ærøskøbing, naïve — “quoted”.".into())],
        ]),
        Block::Note(vec![Span::Bold("Drawn".into()), Span::Text(" by the checks, not by choice. Comparison: ".into()), Span::Removed("one session".into()), Span::Text(" ".into()), Span::Added("two sessions".into()), Span::Text(". Hidden things are shown: a\u{202E}b, and 漢字 without a glyph.".into())]),
    ])
}

fn gaps() -> Section {
    let columns = vec![
        column("Ours", 12.0),
        column("Gap", 49.0),
        column("Clause", 17.0),
        column("Since", 20.0),
        column("Effect until cured", 35.0),
        column("What is done, who, until", 37.0),
    ];
    let data = [
        (
            "stop",
            "R-030 stands at 12 and nobody who may has accepted it",
            "8.2, 6.1.3",
            "2026-10-20",
            "The ticket supplier’s leak is carried without a decision.",
            "M.R. decides with A.B., head of support, by 2026-12-04",
        ),
        (
            "stop",
            "Exception EX-002 and the acceptance of R-021 ran out; laptops not replaced",
            "A.8.8",
            "2026-10-31",
            "Two field laptops stay outside the rule for fixes.",
            "S.A., field engineer: ACT-021, 55 days late, now 2026-12-18",
        ),
        (
            "stop",
            "A.8.30 is excluded, yet R-051 counts on it: a contractor writes code since 9 November",
            "6.1.3 d",
            "2026-11-16",
            "Reason for exclusion is no longer true.",
            "K.W., lead developer: control review, by 2026-12-11",
        ),
        (
            "weak",
            "Clause 8.3 last audited by us on 2025-03-06; 7.4 and five controls not in this cycle",
            "9.2.2",
            "2026-03-06",
            "Coverage of the cycle is short by seven subjects.",
            "S.P., internal auditor: before 2027-03-13",
        ),
        (
            "weak",
            "NC-011 (your finding): scrubber does not read spreadsheets",
            "10.2",
            "2026-05-20",
            "Results may still lie in tickets as spreadsheets.",
            "A.B.: ACT-025 by 2026-12-15, effect checked 90 days later",
        ),
    ];
    let rows = data
        .iter()
        .map(|(a, g, c, since, e, w)| {
            row(vec![
                b(a).into(),
                if *a == "stop" { b(g) } else { s(g) }.into(),
                (*c).into(),
                (*since).into(),
                (*e).into(),
                (*w).into(),
            ])
        })
        .collect();
    let figure = |a: &str, b: &str| (a.to_string(), b.to_string());
    section(None, "Gaps known to us", &["10.1"], false, vec![
        Block::Para(s("What is not as it should be, and what we do about it.")),
        Block::Figures(vec![figure("5", "stops: you would probably write a finding"), figure("7", "weak points on this page: the heaviest"), figure("12 of 78", "shown here; all stand in section 23, from page 151"), figure("99", "checks ran on 2026-11-24; their list is on page 154")]),
        Block::Note(vec![Span::Bold("Order:".into()), Span::Text(" severity, then since when. ".into()), Span::Bold("Drawn:".into()), Span::Text(" by the checks, not by choice; a gap can be added here by hand, none can be taken out. Severity is ours, not yours.".into())]),
        Block::Table(Table { columns, rows, foot: "5 of 78 gaps shown · all stand in section 23".into() }),
    ])
}

fn changed() -> Section {
    let columns = vec![
        column("Date", 20.0),
        column("What", 44.0),
        column("Before → after", 54.0),
        column("Why, as recorded", 42.0),
        right("Page", 10.0),
    ];
    let page = |code: &str| Cell::Spans(vec![Span::Link { text: String::new(), to: code.into() }]);
    let mut rows = vec![
        Row::Group(s("Scope and sites: the London office will move; the scope on the certificate keeps its words")),
        Row::Cells {
            cells: vec![
                "2026-10-19".into(),
                "CH-012 Move of the London office, approved".into(),
                "Harrow Lane → Bell Yard, fourth floor, on 2027-02-01".into(),
                rec("More desks, lower rent.").into(),
                page("R-021"),
            ],
            id: None,
            reasons: vec![vec![
                Span::Text("Not yet followed: R-018, R-020, R-035 and A.7.1 are ".into()),
                Span::Bold("out of step".into()),
                Span::Text(". ".into()),
                Span::Bold("The certification body was not told within 14 days.".into()),
            ]],
        },
        Row::Group(s("Organization and people: 40 at the last audit, 42 now; no change in management or ISMS owner")),
        row(vec![
            "2026-06-30".into(),
            "B.W., field engineer, left".into(),
            "access closed on the day".into(),
            "—".into(),
            page("R-001"),
        ]),
        Row::Group(s("Risks: three fell, one rose, one new")),
    ];
    for (day, what, then, now, why) in [
        (
            "2026-06-16",
            "R-024 Only one person understands the protocols",
            Some(12),
            9,
            "Gonçalo covers all but three families since May.",
        ),
        (
            "2026-07-14",
            "R-001 Attackers take over an administrator’s account",
            Some(15),
            10,
            "Sessions of administrators now last one hour and are bound to the device.",
        ),
        (
            "2026-08-25",
            "R-021 Unpatched Windows 10 field laptops",
            Some(16),
            12,
            "Two of four laptops are replaced: three instead of four for likelihood.",
        ),
        (
            "2026-11-16",
            "R-051 Coding contractor brings in others’ code",
            None,
            12,
            "First look: a contractor for four months; likelihood four until terms are agreed.",
        ),
    ] {
        let levels = Cell::Levels { then: then.map(level), now: level(now) };
        rows.push(row(vec![
            day.into(),
            what.into(),
            levels,
            rec(why).into(),
            page(what.split(' ').next().unwrap_or("")),
        ]));
    }
    section(
        Some(3),
        "What changed since 20 May 2026",
        &["6.3"],
        false,
        vec![
            Block::Para(s("What is different from what you saw, and what we did about it.")),
            Block::Table(Table { columns, rows, foot: "6 of 24 lines".into() }),
        ],
    )
}

fn matrix(caption: &str, moves: Vec<Move>) -> Matrix {
    let counts = [[0, 0, 2, 4, 4], [0, 8, 12, 10, 1], [0, 4, 6, 3, 0], [0, 0, 1, 0, 0], [0, 0, 0, 0, 0]];
    let fields = counts
        .iter()
        .enumerate()
        .map(|(l, row)| {
            row.iter()
                .enumerate()
                .map(|(i, n)| Field {
                    rank: level(((l + 1) * (i + 1)) as u32).rank,
                    codes: (0..*n).map(|k| format!("R-{l}{i}{k}")).collect(),
                })
                .collect()
        })
        .collect();
    let words = |w: [&str; 5]| w.map(String::from).to_vec();
    Matrix {
        caption: caption.into(),
        fields,
        likelihood_words: words(["Very rare", "Rare", "Possible", "Likely", "Very likely"]),
        impact_words: words(["Slight", "Small", "Notice-able", "Serious", "Threat-ens us"]),
        accept_up_to: 9,
        moves,
    }
}

fn register() -> Section {
    let columns = vec![
        column("Code", 13.0),
        column("Risk", 54.0),
        column("Assets", 18.0),
        column("Owner", 29.0),
        right("L", 6.0),
        right("I", 6.0),
        column("Level now", 25.0),
        column("Last audit", 17.0),
        column("Decision", 16.0),
        column("After", 11.0),
        column("Accepted by, until", 24.0),
        column("Reviewed", 18.0),
        column("Flag", 20.0),
    ];
    let titles = [
        "Unpatched Windows 10 field laptops are infected at a customer",
        "Supplier of tickets is breached",
        "Weakness in our own product is exploited before we tell",
        "Coding contractor brings in others’ code",
        "Attackers take over an administrator’s account and read the results database",
        "Support engineer attaches a patient list to a ticket",
        "Mails of the service do not arrive",
        "srv-prod-eu-west-1b-database-primary.internal.example.org fails",
    ];
    let states = [
        vec![State::Overdue],
        vec![State::Overdue, State::Stale],
        vec![State::Stale],
        vec![State::Current],
        vec![State::DueSoon],
        vec![State::NeverReviewed],
        vec![State::NotApplicable],
    ];
    let mut rows = Vec::new();
    for i in 0..55usize {
        let code = match i {
            0 => "R-021".to_string(),
            1 => "R-030".into(),
            _ => format!("R-{:03}", 60 + i),
        };
        let (l, im) = ((5 - i / 12).max(1) as u32, (5 - i / 20) as u32);
        let reasons = match i % 4 {
            0 => vec![s("Acceptance by M.R. ended on 2026-11-20."), vec![Span::Link { text: "ACT-021".into(), to: "ACT-021".into() }, Span::Text(", replacing the laptops, was due on 2026-09-30 (moved twice): 55 days late. EX-002, from A.8.8, ran out on 2026-10-31, and nobody has asked for a longer term since; the owner was told on 2026-11-02 and on 2026-11-16.".into())], s("Above the line: to be looked at by 2026-11-25.")],
            2 => vec![s("It rests on OB-010, the Cyber Resilience Act, which changed on 2026-10-20: the reporting duty began.")],
            _ => vec![],
        };
        let before = if i % 3 == 0 {
            Cell::Level(level((l * im).clamp(6, 25)))
        } else {
            Cell::Spans(vec![Span::Soft("same".into())])
        };
        rows.push(Row::Cells {
            cells: vec![
                Cell::Spans(vec![link(code.clone())]),
                Cell::Spans(b(titles[i % titles.len()])),
                "A-002, A-009".into(),
                "T.F., technical director".into(),
                l.to_string().into(),
                im.to_string().into(),
                Cell::Level(level(l * im)),
                before,
                "modify".into(),
                Cell::Level(level(l * im / 2)),
                if i % 5 == 0 {
                    Cell::Lines(vec![s("M.R."), s("2026-11-20"), b("ended")])
                } else {
                    Cell::Spans(vec![Span::Soft("within the line".into())])
                },
                "2026-08-25".into(),
                Cell::States(states[i % states.len()].clone()),
            ],
            id: Some(code),
            reasons,
        });
    }
    let mv = |code: &str, from, to| Move { code: code.into(), from, to };
    let figure = |a: &str, b: &str| (a.to_string(), b.to_string());
    section(Some(7), "Risk register", &["6.1.2", "8.2"], true, vec![
        Block::Para(s("What we found, how it moved.")),
        Block::Figures(vec![figure("55", "risks, all reviewed since the last audit"), figure("5", "above the line, then 4"), figure("23", "with a reason not to be current"), figure("0", "scored down without a new control")]),
        Block::MatrixPair { then: matrix("At the last audit: 54", vec![]), now: matrix("Now: 55, with what moved", vec![mv("R-021", (4, 4), (3, 4)), mv("R-001", (3, 5), (2, 5)), mv("R-024", (3, 4), (3, 3)), mv("R-030", (2, 4), (3, 4))]) },
        Block::Note(vec![Span::Bold("Heavy line:".into()), Span::Text(" up to 9 a risk is carried with its owner’s approval; above it only management may accept (criteria 1, since 2024-03-18). ".into()), Span::Bold("Marks:".into()), Span::Text(" hollow then, full now.".into())]),
        Block::Table(Table { columns, rows, foot: "55 of 55 risks shown".into() }),
    ])
}

fn risk() -> Section {
    let answer = |spans: Vec<Span>| vec![Answer::Spans(spans)];
    let rows = vec![
        (
            "State".to_string(),
            vec![
                Answer::States(vec![State::Overdue, State::Stale]),
                Answer::Spans(s("acceptance ended, action late, exception ran out")),
            ],
        ),
        ("Level now".into(), vec![Answer::Level(level(12))]),
        ("Owner".into(), answer(s("S.A., field engineer"))),
        (
            "How it would come about".into(),
            vec![Answer::Recorded(
                "Rugged laptops run an older system because drivers need it; they are plugged into strange networks."
                    .into(),
            )],
        ),
        (
            "Why these scores".into(),
            vec![Answer::Recorded("Two of four laptops are replaced: three instead of four for likelihood.".into())],
        ),
        (
            "Rests on".into(),
            answer(s(
                "A-021 Field kit · PR-004 · OB-019 Electronic records of regulated laboratories · V-016 Driver package gets no more fixes",
            )),
        ),
        (
            "Decision".into(),
            answer(vec![Span::Text("Modify: ".into()), Span::Recorded("New rugged laptops in two steps.".into())]),
        ),
        (
            "Accepted".into(),
            answer(vec![
                Span::Text("By M.R., managing director, on 2026-08-25, signed, until 2026-11-20: ".into()),
                Span::Bold("ended".into()),
                Span::Text(" · ".into()),
                Span::Red("owed since 2026-11-20".into()),
            ]),
        ),
    ];
    let columns = vec![
        column("Code", 16.0),
        column("What", 57.0),
        column("Owner", 30.0),
        column("First date", 20.0),
        column("Date now", 20.0),
        column("Worked?", 27.0),
    ];
    let actions = vec![
        Row::Cells {
            cells: vec![
                "ACT-021".into(),
                "Replace the four rugged laptops".into(),
                "S.A., field engineer".into(),
                "2026-06-30".into(),
                "2026-09-30".into(),
                Cell::States(vec![State::Overdue]),
            ],
            id: Some("ACT-021".into()),
            reasons: vec![s(
                "Moved twice (31 August, 30 September). 55 days late. Two of four are replaced (CH-011, 2026-08-10); its look back was due on 2026-10-09.",
            )],
        },
        row(vec![
            "ACT-042".into(),
            "Field laptops: image restored after each visit".into(),
            "S.A., field engineer".into(),
            "2024-09-30".into(),
            "2024-09-20".into(),
            "done, partly".into(),
        ]),
    ];
    section(
        None,
        "Unpatched Windows 10 field laptops are infected at a customer",
        &["6.1.3", "8.2", "8.3"],
        false,
        vec![
            Block::Para(s("One risk, from cause to proof. First recorded 2024-04-30 (act 551).")),
            Block::Sheet(Sheet { id: Some("R-021".into()), parts: vec![Part { title: String::new(), rows }] }),
            Block::Heading { level: 1, spans: s("Actions"), id: None },
            Block::Table(Table { columns, rows: actions, foot: String::new() }),
            Block::Heading { level: 1, spans: s("Looked at: the newest 2 of 14 reviews"), id: None },
            Block::Sheet(Sheet {
                id: None,
                parts: vec![Part {
                    title: String::new(),
                    rows: vec![
                        (
                            "2026-08-25\nact 3,045".into(),
                            vec![
                                Answer::Spans(b("RV-0581, D.O. with S.A.: changed")),
                                Answer::Recorded(
                                    "Two of four laptops are replaced: three instead of four for likelihood.".into(),
                                ),
                            ],
                        ),
                        (
                            "2026-08-25\nact 3,044".into(),
                            vec![
                                Answer::Spans(b("RV-0580, D.O. with S.A.: holds")),
                                Answer::Recorded("CH-011 is done: half of it is in use. The scores stand.".into()),
                            ],
                        ),
                    ],
                }],
            }),
        ],
    )
}

fn review() -> Section {
    let rows = |rows: &[(&str, &str)], recorded: bool| {
        rows.iter()
            .map(|(l, a)| {
                (
                    (*l).to_string(),
                    vec![if recorded { Answer::Recorded((*a).to_string()) } else { Answer::Spans(s(a)) }],
                )
            })
            .collect::<Vec<_>>()
    };
    section(None, "Risk review of 14 July 2026: R-001", &["6.1.3", "8.2"], false, vec![
        Block::Para(s("Attackers take over an administrator’s account and read the results database")),
        Block::Sheet(Sheet { id: Some("R-001".into()), parts: vec![
            Part { title: String::new(), rows: rows(&[("Record", "RV-0571 · act 2,988 · held and recorded on 2026-07-14"), ("By", "D.O., ISMS owner, with T.F., technical director, who owns the risk"), ("Asked for by", "Above the line of 9: every three months (last 2026-04-21); CH-010 was done on 2026-06-29")], false) },
            Part { title: "Questions and answers".into(), rows: rows(&[("Does the description still hold?", "Yes. A stolen session or password of one of three platform administrators gives the way to all results of all laboratories."), ("Why?", "Sessions of administrators now last one hour and are bound to the device.")], true) },
            Part { title: "What followed".into(), rows: rows(&[("Outcome", "Changed"), ("Changes in this act", "likelihood 3 → 2 · why of the scores · plan approved · accepted until 2027-06-14 · EV-0520 added"), ("Put out of step by it", "nothing")], false) },
        ] }),
        Block::Signature(Signature {
            signers: vec![("D.O., ISMS owner".into(), "looked and recorded".into(), "2026-07-14".into()), ("T.F., technical director".into(), "owner: plan approved, what is left".into(), "2026-07-14 · signed · EV-0520, p. 143".into()), ("M.R., managing director".into(), "may accept up to 15: accepted until 2027-06-14".into(), "2026-07-14 · signed · EV-0520, p. 143".into())],
            sentence: "Act 2,988 of 3,479. Nothing in this record was changed after it was signed; later reviews stand in records of their own. Its place in the trail can be checked: page 148.".into(),
        }),
    ])
}

fn policy() -> Section {
    let text = "# Access to systems\n\nThis policy says **who may use what**, and how that is *checked*. It holds for everybody who works for us; see [the intranet](https://intra.example.org/access).\n\n## Accounts\n\n1. Each person has an account of their own. Nobody shares one, not even for an hour.\n2. Accounts of administrators are separate and need a hardware key.\n   - Sessions last one hour.\n   - They are bound to the device.\n3. Leavers lose access on their last day.\n\n## Review\n\nEvery quarter the owner of a system looks at the list of accounts, and says for each whether it is still needed. What is not needed is closed on the same day.\n\n";
    section(
        Some(6),
        "POL-03 Access to systems",
        &["5.2", "7.5.2", "A.5.15", "A.5.16", "A.5.17", "A.5.18", "A.8.2", "A.8.3"],
        false,
        vec![
            Block::Para(s("Version 2.2, in force since 2026-07-20, approved by M.R.")),
            Block::Recorded(text.repeat(3)),
            Block::Heading { level: 2, spans: s("What changed in version 2.2"), id: None },
            Block::Para(vec![
                Span::Text("Sessions of administrators last ".into()),
                Span::Removed("eight hours".into()),
                Span::Text(" ".into()),
                Span::Added("one hour".into()),
                Span::Text(".".into()),
            ]),
        ],
    )
}

fn grid() -> Section {
    let columns: Vec<(String, String)> = [
        ("CRS-01", "Security basics"),
        ("CRS-02", "When it goes wrong"),
        ("CRS-03", "Safe development"),
        ("CRS-04", "Safe admin"),
        ("CRS-05", "Personal data"),
        ("CRS-06", "Pay and payments"),
        ("CRS-07", "At the customer"),
        ("CRS-08", "Auditor, refresher"),
        ("CRS-09", "Assistants"),
        ("POL-01", "read"),
        ("POL-05", "read"),
        ("POL-10", "read"),
    ]
    .iter()
    .map(|(a, b)| ((*a).to_string(), format!("{b}\nnow 2.0")))
    .collect();
    let rows = (0..42)
        .map(|i: usize| GridRow {
            code: format!("P-{i:03}"),
            who: format!("{}.{}.", char::from(b'A' + (i % 26) as u8), char::from(b'A' + (i * 7 % 26) as u8)),
            role: ["management", "board", "administrator", "developer", "developer", "support"][i / 7 % 6].into(),
            joined: format!("20{:02}-03", 12 + i % 14),
            marks: (0..12)
                .map(|c: usize| {
                    let (mark, text) = match (i * 5 + c * 3) % 23 {
                        0 => (Mark::Earlier, "1.0 · 25-03-13"),
                        1 => (Mark::Never, "by 26-11-04"),
                        2 => (Mark::NotYet, "by 26-12-04"),
                        3 => (Mark::Repeat, "2.0 · 25-01-04"),
                        4..=8 => (Mark::None, ""),
                        9 => (Mark::Away, ""),
                        _ => (Mark::Full, "2.0 · 26-10-12"),
                    };
                    GridMark { mark, text: text.into() }
                })
                .collect(),
        })
        .collect();
    section(
        Some(11),
        "Who is trained, in which version",
        &["7.2", "7.3", "A.6.3"],
        true,
        vec![
            Block::Para(s("Who can, who knows, in which version.")),
            Block::Note(vec![
                Span::Bold("Every cell:".into()),
                Span::Text(" mark, version, date (year-month-day). What is not in order stands on grey.".into()),
            ]),
            Block::Grid(Grid { columns, rows, foot: "42 of 42 people · proof numbers: evidence index".into() }),
        ],
    )
}

fn trail() -> Section {
    let columns = vec![
        column("Month", 24.0),
        right("added", 21.0),
        right("changed", 21.0),
        right("published", 21.0),
        right("reviewed", 21.0),
        right("“no effect”", 21.0),
        right("put off", 20.0),
        right("Acts", 21.0),
    ];
    let rows = (4..12)
        .map(|m| {
            row(vec![
                format!("2026-{m:02}").into(),
                "56".into(),
                "13".into(),
                "2".into(),
                "18".into(),
                "–".into(),
                "–".into(),
                Cell::Spans(b("1,197")),
            ])
        })
        .collect();
    section(Some(22), "Trail, and how to check all of this", &["7.5.3"], false, vec![
        Block::Para(s("What was recorded when; what the checkpoint proves and what not.")),
        Block::Table(Table { columns, rows, foot: String::new() }),
        Block::Checkpoint { checkpoint: checkpoint(), on: chrono::NaiveDate::from_ymd_opt(2026, 11, 24).unwrap(), caption: s("In the foot of every page: the number of acts and the first eight characters. First pack made with this register, so there is no earlier one to extend; the next pack will prove that it extends this one.") },
        Block::Heading { level: 2, spans: s("How to check, in three steps"), id: None },
        Block::Sheet(Sheet { id: None, parts: vec![Part { title: String::new(), rows: vec![
            ("step 1".into(), vec![Answer::Spans(vec![Span::Bold("Keep this pack.".into()), Span::Text(" That is enough: whatever you hold cannot be rewritten later without showing.".into())])]),
            ("step 2".into(), vec![Answer::Spans(vec![Span::Bold("Compare the foot.".into()), Span::Text(" The same number of acts and the same eight characters stand on every page, and on the cover in full.".into())])]),
        ] }] }),
    ])
}

pub fn soa() -> Doc {
    let columns = vec![
        column("Number", 14.0),
        column("Our words for it", 28.0),
        column("Applies", 14.0),
        column("Because of", 31.0),
        column("Status", 15.0),
        column("How we do it", 45.0),
        column("Documents", 19.0),
        column("Newest proof", 20.0),
        column("How it is checked", 28.0),
        column("Owner", 23.0),
        column("Flag", 20.0),
    ];
    let ours = [
        "Signing in safely",
        "Enough capacity",
        "Protection from malware",
        "Finding and fixing weaknesses",
        "Known, safe settings",
        "Deleting what is not needed",
    ];
    let how = [
        "Second factor everywhere, phishing-resistant for administrators.",
        "Capacity graph; load test each May.",
        "Protection on all devices, alarms to the IT queue.",
        "Monthly scan, daily advisories, deadlines by severity. What cannot be fixed in time gets an exception with an end.",
        "Settings are text in the repository and compared each night.",
    ];
    let mut rows = Vec::new();
    for i in 0..93usize {
        let code = match i {
            0..=36 => format!("A.5.{}", i + 1),
            37..=44 => format!("A.6.{}", i - 36),
            45..=58 => format!("A.7.{}", i - 44),
            _ => format!("A.8.{}", i - 58),
        };
        let reasons = if i % 3 == 0 {
            vec![s(
                "OB-010 changed on 2026-10-20: the reporting duty began. EX-002, an exception from this control, ran out on 2026-10-31.",
            )]
        } else {
            vec![]
        };
        rows.push(Row::Cells {
            cells: vec![
                Cell::Spans(vec![link(code.clone())]),
                Cell::Lines(vec![b(ours[i % ours.len()]), vec![Span::Soft("new in 2022".into())]]),
                "yes".into(),
                "R-001, R-022; OB-018, R-043; OB-010".into(),
                "in place".into(),
                rec(how[i % how.len()]).into(),
                "POL-03 RT-20".into(),
                "EV-0617 2026-09-23".into(),
                rec("Sign-in report, read by a stand-in.").into(),
                "J.M., platform engineer".into(),
                Cell::States(vec![[State::Current, State::Stale, State::Overdue][i % 3]]),
            ],
            id: Some(code),
            reasons,
        });
    }
    frame(
        "Statement of Applicability",
        vec![section(
            Some(9),
            "Statement of Applicability",
            &["6.1.3", "A.5", "A.6", "A.7", "A.8"],
            true,
            vec![
                Block::Para(s("Which controls, why, how, and the newest proof.")),
                Block::Table(Table { columns, rows, foot: "93 of 93 controls shown".into() }),
            ],
        )],
    )
}
