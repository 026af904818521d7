//! Scope, context, parties, roles: what the certificate covers, what bears on it, who expects what, who does what (4.1 to 4.3, 5.3).
//! It must never leave out an expectation that is not met through the ISMS, nor a role that nobody has. A deputy is whoever has a role named so,
//! for people have roles and no deputies of their own; nobody but who looks after the ISMS is on record as reporting to somebody.
use crate::catalog;
use crate::dates::add_months;
use crate::doc::{Answer, Block, Cell, Part, Section, Sheet, Span};
use crate::kinds::organization::{Climate, PartyAnswered};
use crate::kinds::{Organization, Person};
use crate::refusal::Refusal;
use crate::report::register::{drawn, entries, listing};
use crate::report::{Body, Paper, Report, bold, heading, join, plain, purpose, section, soft};
use chrono::NaiveDate;

pub(super) const REPORT: Report = Report {
    name: "context",
    title: "Scope, context, parties, roles",
    clause: "4.1",
    about: "",
    of: &["organization"],
    build,
};

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let mut blocks = vec![purpose("What the certificate covers, what bears on it, who expects what, who does what.")];
    match p.isms.organization() {
        None => blocks.push(Block::Para(vec![plain("Nothing: the organization is not described in this file yet.")])),
        Some(org) => {
            blocks.push(Block::Figures(figures(p, org)));
            blocks.push(Block::Sheet(Sheet { id: None, parts: parts(p, org) }));
            blocks.extend(edges(p));
            blocks.extend(parties(p, org));
            blocks.extend(roles(p, org));
        }
    }
    Ok(vec![section("context", "Scope, context, parties, roles", &["4.1", "4.2", "4.3", "5.3"], false, blocks)])
}

fn holders(p: &Paper, role: &str) -> Vec<String> {
    let mut out: Vec<String> = p
        .isms
        .live::<Person>()
        .filter(|(_, r, x)| r.state() == "active" && x.has_role(role))
        .map(|(_, r, _)| r.code.to_string())
        .collect();
    out.sort();
    out
}
fn figures(p: &Paper, org: &Organization) -> Vec<(String, String)> {
    let met = org.parties.iter().filter(|x| x.answered == PartyAnswered::ThroughIsms).count();
    let filled = org.role_list.iter().filter(|r| !holders(p, &r.role).is_empty()).count();
    vec![
        (format!("{met} of {}", org.parties.len()), "expectations met through the ISMS".into()),
        (format!("{filled} of {}", org.role_list.len()), "roles that somebody has".into()),
        (org.headcount.0.to_string(), "people within the scope".into()),
        (
            p.reviewed_on("ORG").map_or_else(|| "never".into(), |d| d.to_string()),
            "the context was last looked at as a whole".into(),
        ),
    ]
}
fn parts(p: &Paper, org: &Organization) -> Vec<Part> {
    let said = |s: &str| vec![Answer::Recorded(s.to_string())];
    let spans = |s: Vec<Span>| vec![Answer::Spans(s)];
    let sites: Vec<String> = org
        .sites
        .iter()
        .map(|s| format!("{} ({})", s.place.trim(), crate::staleness::word(&s.sort).replace('_', " ")))
        .collect();
    let mut certificate = vec![
        ("Scope, as it stands now".to_string(), said(&org.scope)),
        ("Scope, as on the certificate".to_string(), on_certificate(p, org)),
        ("Sites".to_string(), spans(vec![plain(sites.join(" \u{b7} "))])),
        ("Edges: what is out, what others do".to_string(), said(&org.scope_edges)),
    ];
    let number = org.certificate_number.as_ref().map_or("no number on record", |n| n.trim());
    let mut words = vec![plain(number)];
    if let Some(b) = &org.certificate_body {
        words.push(plain(format!(" \u{b7} {}", b.trim())));
    }
    if let Some(d) = org.expires_on {
        words.push(plain(format!(" \u{b7} valid until {}", d.0)));
    }
    certificate.push(("Certificate".into(), spans(words)));
    let soa = match (&org.soa_on_certificate, crate::soa::soa_version(p.isms)) {
        (Some(named), Some(now)) => {
            format!("the certificate names version {}; it stands at {} since {}", named.trim(), now.version, now.on)
        }
        (Some(named), None) => format!("the certificate names version {}; in this file it is not whole", named.trim()),
        (None, Some(now)) => {
            format!("it stands at {} since {}; which one the certificate names is not on record", now.version, now.on)
        }
        (None, None) => "no version yet".into(),
    };
    certificate.push(("Statement of Applicability".into(), spans(vec![plain(soa)])));
    let mut state = vec![Answer::States(p.states("ORG"))];
    if let Some(d) = p.reviewed_on("ORG").filter(|d| add_months(*d, 13) < p.day()) {
        state
            .push(Answer::Spans(vec![Span::Red(format!("last looked at as a whole on {d}, more than 13 months ago"))]));
    }
    state.extend(p.reasons("ORG").into_iter().map(Answer::Spans));
    certificate.push(("How current".into(), state));
    // A new file says one of the two only because it must; until somebody says why, nothing is decided.
    let climate = match org.climate {
        _ if catalog::to_be_written(&org.climate_why) => vec![Answer::Spans(vec![bold("not decided yet")])],
        Climate::Relevant => {
            vec![Answer::Spans(vec![bold("it matters")]), Answer::Recorded(org.climate_why.to_string())]
        }
        Climate::NotRelevant => {
            vec![Answer::Spans(vec![bold("it does not matter")]), Answer::Recorded(org.climate_why.to_string())]
        }
    };
    let bears = vec![
        ("What we do".to_string(), said(&org.does)),
        ("Inside".to_string(), said(&org.issues_inside)),
        ("Outside".to_string(), said(&org.issues_outside)),
        ("Climate".to_string(), climate),
    ];
    vec![
        Part { title: "What the certificate covers".into(), rows: certificate },
        Part { title: "What bears on it".into(), rows: bears },
    ]
}
/// The text that stood in the file when the certificate was last recorded, where it differs from the present one.
fn on_certificate(p: &Paper, org: &Organization) -> Vec<Answer> {
    let Some(r) = p.isms.record("ORG").filter(|_| org.decided_on.is_some()) else {
        return vec![Answer::Spans(vec![soft("no certificate is on record")])];
    };
    let mut last: (Vec<String>, String, Option<NaiveDate>) = Default::default();
    let mut print = None;
    for v in &r.revisions {
        let b = Body::at(r, v);
        let of: Vec<String> =
            ["certificate_number", "decided_on", "expires_on"].iter().map(|f| b.get(f).to_string()).collect();
        // A correction of what was written down is no change of the certificate.
        if of != last.0 || print == Some(v.derived.prints[0]) {
            last = (of, b.text("scope").trim().to_string(), Some(p.isms.day_of(v.seq)));
        }
        print = Some(v.derived.prints[0]);
    }
    let since = last.2.map(|d| format!(", as recorded on {d}")).unwrap_or_default();
    if last.1 == org.scope.trim() {
        return vec![Answer::Spans(vec![bold("equal"), plain(since)])];
    }
    vec![
        Answer::Spans(vec![Span::Red("differs".into()), plain(format!(" from the text of the certificate{since}:"))]),
        Answer::Recorded(last.1),
    ]
}
/// What others do for us, and who answers for it here.
fn edges(p: &Paper) -> Vec<Block> {
    let all = entries(p, "supplier");
    let used: Vec<_> = all.iter().filter(|e| e.state() != "considered").collect();
    let rows = used
        .iter()
        .map(|e| {
            vec![
                e.body.text("service").into(),
                vec![p.code(&e.record.code), plain(format!(" {}", p.title(e.record)))].into(),
                e.who(p, "owner"),
            ]
        })
        .collect();
    vec![
        heading("What others do"),
        listing(
            &[("What others do", 72.0), ("Supplier", 56.0), ("Who answers here", 42.0)],
            rows,
            ("supplier in use", "suppliers in use"),
            "Nobody: no supplier is in use.",
        ),
    ]
}
fn parties(p: &Paper, org: &Organization) -> Vec<Block> {
    let reviewed = p.reviewed_cell("ORG");
    let rows = org
        .parties
        .iter()
        .map(|x| {
            let met = match x.answered {
                PartyAnswered::ThroughIsms => plain("yes"),
                PartyAnswered::Otherwise => bold("otherwise"),
                PartyAnswered::Not => Span::Red("no".into()),
            };
            vec![
                vec![bold(x.who.trim())].into(),
                vec![Span::Recorded(x.expects.trim().to_string())].into(),
                vec![met].into(),
                p.codes(x.obligations.iter().map(|c| &**c)).into(),
                reviewed.clone(),
            ]
        })
        .collect();
    vec![
        heading("Who expects what"),
        drawn("as they stand in the file", "all."),
        listing(
            &[
                ("Who", 42.0),
                ("Expects", 50.0),
                ("Met through the ISMS?", 26.0),
                ("Obligation", 30.0),
                ("Reviewed", 22.0),
            ],
            rows,
            ("party", "parties"),
            "Nobody is on record who expects something.",
        ),
    ]
}
fn roles(p: &Paper, org: &Organization) -> Vec<Block> {
    let named = |codes: &[String]| join(codes.iter().map(|c| vec![plain(p.who(c))]).collect(), " \u{b7} ");
    // "deputy of the ISMS owner", "deputy isms owner", "ISMS owner, deputy"
    let deputy = |role: &str| -> Cell {
        let role = role.trim().to_lowercase();
        let names = |r: &str| r.contains("deputy") && r.contains(&role) && r != role;
        let who: Vec<String> = org
            .role_list
            .iter()
            .filter(|r| names(&r.role.trim().to_lowercase()))
            .flat_map(|r| holders(p, &r.role))
            .collect();
        if who.is_empty() { vec![soft("none named")].into() } else { named(&who).into() }
    };
    let mut rows: Vec<Vec<Cell>> = vec![
        vec![
            vec![bold("top management")].into(),
            named(&org.top_management).into(),
            deputy("top management"),
            vec![soft("decides, accepts, reviews")].into(),
        ],
        vec![
            vec![bold("looks after the ISMS")].into(),
            named(std::slice::from_ref(&org.isms_owner)).into(),
            deputy("isms owner"),
            vec![soft("reports to top management")].into(),
        ],
    ];
    let active = p.isms.live::<Person>().filter(|(_, r, _)| r.state() == "active").count();
    for r in org.role_list.iter().filter(|r| !matches!(r.role.trim(), "top management" | "isms owner" | "ISMS owner")) {
        let who = holders(p, &r.role);
        let cell: Cell = match who.len() {
            0 => vec![Span::Red("nobody".into())].into(),
            n if n == active && n > 3 => format!("all {n} who are active").into(),
            n if n > 8 => format!("{n} people").into(),
            _ => join(who.iter().map(|c| vec![plain(p.short(c))]).collect(), ", ").into(),
        };
        let needs = r.needs.as_ref().map_or(Cell::Empty, |n| vec![Span::Recorded(n.trim().to_string())].into());
        rows.push(vec![vec![bold(r.role.trim())].into(), cell, deputy(&r.role), needs]);
    }
    vec![
        heading("Who does what"),
        drawn(
            "who directs, who looks after the ISMS, then the list of roles",
            "all. Where more than eight people have a role they are counted; each stands in the report on competence.",
        ),
        listing(
            &[("Role", 38.0), ("Who", 54.0), ("Deputy", 26.0), ("Must know, or does; reports to", 52.0)],
            rows,
            ("role", "roles"),
            "No role is on record.",
        ),
    ]
}
