//! Us and the world around us: a quiet year, a year in which much changed; each sentence.
//! Here answers are data; what is expected is what the owner reads.
use super::book::{Book, but, expect, golden};
use isms::{Change, Verb};
use serde_json::{Value, json};

/// Answer sets that together go every way of the guide.
pub fn ways() -> Vec<super::registry::Way> {
    let one = |b, answers| (b, "context-review", vec!["ORG"], answers);
    vec![one(book(), quiet()), one(edge(), much())]
}
/// The least that must be said.
pub fn quiet() -> Value {
    json!({
        "changed": {},
        "inside": {"inside": "Nothing, because I asked both heads of department on Monday."},
        "outside": {"outside": "Customers send longer lists of questions than last year."},
        "climate": {"climate": "not_relevant", "climate_why": "The offices lie high and the host has two places."},
        "parties": {"parties": {"Customers": {"is": "same"}}, "climate": "no"},
        "scope": {"scope_true": "yes"},
        "edges": {},
        "roles": {"roles": {"top management": {"held": "yes"}, "owner of the ISMS": {"held": "yes"}, "administrator": {"held": "yes"}, "developer": {"held": "yes"}}},
        "tell": {"tell": "no", "because": "Nothing that they want to hear of has changed."},
        "mark": {"shown": "nowhere"},
        "check": {},
        "sign": {"why": "Went through it with Jo and both heads of department.", "signed": true},
    })
}
/// Parties, the scope, the edge, a role, the body, the mark: all of it moved.
pub fn much() -> Value {
    but(
        quiet(),
        json!({
            "inside": {"inside": "We bought a small firm in Bristol.", "issues_inside": "Two ways of working under one roof."},
            "climate": {"climate": "relevant", "climate_why": "The new server room has no second way of cooling."},
            "parties": {"parties": {"Customers": {"is": "changed", "expects": "That their results stay secret, and that we answer within a day.", "answered": "through_isms"}},
                "new": [{"who": "The insurer", "expects": "A second factor everywhere.", "answered": "not", "because": "The policy starts next year."}], "climate": "yes", "climate_what": "A customer asks what we do about heat."},
            "scope": {"scope_true": "no", "differs": "The office in Bristol is not in it.", "scope": "Development and operation of the product, in London and Bristol."},
            "edges": {"edges": {"S-0": {"right": "no", "does": "Runs our machines and the backups.", "who": "P-3"}}},
            "roles": {"roles": {"developer": {"held": "no", "who": "P-2", "until": "2026-07-01"}}},
            "tell": {"tell": "will", "because": null, "what": "The office in Bristol joins the scope.", "tell_by": "2026-06-20"},
            "mark": {"shown": "here", "places": [{"place": "Website", "right": "yes"}, {"place": "Box of the product", "right": "no", "wrong": "It stands on the product."}]},
            "sign": {"outcome": "changed", "why": "Went through it with Jo after the purchase of the firm."},
        }),
    )
}
fn book() -> Book {
    Book::new()
}
/// With a supplier who holds our data.
fn edge() -> Book {
    let mut b = book();
    b.act(Verb::Add, vec![Change::put("supplier", "S-0", (isms::kinds::kind("supplier").unwrap().example)())]);
    b
}
fn says(step: &str, other: Value) -> String {
    edge().guide("context-review", &["ORG"], but(much(), json!({step: other}))).says(step)
}

#[test]
fn a_quiet_year_leaves_everything_as_it_is() {
    let mut b = book();
    let before = b.body("ORG");
    b.finish("context-review", &["ORG"], quiet()).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!((b.review()["outcome"].as_str(), b.states("ORG").as_str()), (Some("holds"), "current"));
    assert_eq!(b.body("ORG"), before);
    // The mark was looked at: half a year later it is not asked again, a year later it is.
    let later = b.on("2026-12-02");
    assert!(!later.guide("context-review", &["ORG"], json!({})).steps().contains(&"mark".to_string()));
    assert!(later.on("2027-06-02").guide("context-review", &["ORG"], json!({})).steps().contains(&"mark".to_string()));
}

#[test]
fn a_year_of_changes_goes_to_the_organization_its_suppliers_and_the_certification_body() {
    let mut b = edge();
    golden("context-review", &b.guide("context-review", &["ORG"], much()).transcript());
    b.finish("context-review", &["ORG"], much()).unwrap_or_else(|r| panic!("{r}"));
    let o = b.body("ORG");
    assert_eq!(
        (&o["issues_inside"], &o["climate"], &o["scope"], &o["parties"][1]["who"], &o["parties"][0]["expects"]),
        (
            &json!("Two ways of working under one roof."),
            &json!("relevant"),
            &json!("Development and operation of the product, in London and Bristol."),
            &json!("The insurer"),
            &json!("That their results stay secret, and that we answer within a day.")
        )
    );
    assert_eq!(
        (&b.body("S-0")["service"], &b.body("S-0")["owner"]),
        (&json!("Runs our machines and the backups."), &json!("P-3"))
    );
    let change = b.body("CH-001");
    assert_eq!(
        (&change["tell_cb"], &change["state"], &change["why"]),
        (&json!("yes"), &json!("approved"), &json!("The office in Bristol is not in it."))
    );
    let acts: Vec<(Value, Value)> =
        b.isms.each("action").map(|(_, r)| (r.body_json()["owner"].clone(), r.body_json()["what"].clone())).collect();
    assert_eq!(
        acts,
        [
            (json!("P-2"), json!("Take the role \u{201c}developer\u{201d}, know what it asks, and have it recorded")),
            (json!("P-0"), json!("Tell Certare: The office in Bristol joins the scope.")),
            (
                json!("P-0"),
                json!("Put right how the certificate is shown at Box of the product: It stands on the product.")
            ),
        ]
    );
    assert_eq!(b.states("ORG"), "current");
    // Untold after two weeks, it is on Today; the register is out of step by the new scope.
    let b = b.on("2026-06-17");
    assert_eq!((b.states("CH-001").as_str(), b.states("REGISTER").contains("stale")), ("overdue", false));
}

#[test]
fn what_was_told_already_is_recorded_as_told_and_a_gone_party_goes() {
    let mut b = edge();
    let told = but(
        much(),
        json!({
            "parties": {"parties": {"Customers": {"is": "gone", "gone_why": "We sold that part.", "expects": null, "answered": null}}},
            "tell": {"tell": "told", "told_on": "2026-06-01", "tell_by": null},
        }),
    );
    b.finish("context-review", &["ORG"], told).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!((&b.body("CH-001")["tell_cb"], &b.body("CH-001")["when"]), (&json!("done"), &json!("2026-06-01")));
    assert_eq!(b.body("ORG")["parties"].as_array().unwrap().len(), 1);
    assert!(!b.isms.each("action").any(|(_, r)| r.title().starts_with("Tell ")));
}

#[test]
fn each_check_of_the_pages_bites() {
    expect(
        &says("inside", json!({"inside": "Nothing much."})),
        "red inside: Nothing? Say how you can tell: whom you asked, what you looked at.",
    );
    expect(
        &says("outside", json!({"outside": "none"})),
        "red outside: \u{201c}none\u{201d} does not tell next year's you anything.",
    );
    expect(
        &says("climate", json!({"climate_why": "No floods."})),
        "red climate_why: \u{201c}No floods.\u{201d} does not tell next year's you anything.",
    );
    expect(
        &says("parties", json!({"parties": {"Customers": null}})),
        "red parties: \u{201c}For each: do they still expect this, and what is new?\u{201d} is not answered for Customers.",
    );
    expect(
        &says("parties", json!({"parties": {"Customers": {"is": "gone", "gone_why": "We sold it."}}, "new": []})),
        "red parties: Then nobody would expect anything of you. Who is new?",
    );
    expect(
        &says("parties", json!({"parties": {"Customers": {"answered": "not"}}})),
        "red parties: Customers: \u{201c}Not, because?\u{201d} is not answered.",
    );
    expect(
        &says("parties", json!({"new": [{"who": "customers", "expects": "Speed.", "answered": "otherwise"}]})),
        "red new: customers is in the list already. Say above what changed.",
    );
    let dry = but(much(), json!({"climate": {"climate": "not_relevant"}}));
    expect(
        &edge().guide("context-review", &["ORG"], dry).says("parties"),
        "red climate: You said that climate change does not matter, but somebody expects something about it. Which is right?",
    );
    expect(
        &says("scope", json!({})),
        "yellow scope: This is no longer what the certificate says. Until the body agrees, the certificate covers the old words only.",
    );
    expect(
        &says("scope", json!({"differs": null, "scope": null})),
        "red differs: \u{201c}What differs?\u{201d} is not answered.",
    );
    let gone = edge().with("person", "P-0", json!({"left_on": "2026-05-31"}));
    let right = but(
        much(),
        json!({"edges": {"edges": {"S-0": {"right": "yes"}}}, "roles": {"roles": {"developer": {"who": "P-0"}}}}),
    );
    let g = gone.guide("context-review", &["ORG"], right);
    expect(&g.says("edges"), "red edges: S-0: Pat Zero left on 31 May. Choose who answers for it now.");
    assert!(
        g.says("roles").contains(
            "red roles: Nobody who is here has the role \u{201c}owner of the ISMS\u{201d}. Who shall have it?"
        )
    );
    assert!(g.says("roles").contains("red roles: developer: Pat Zero left on 31 May. Choose who has the say now."));
    expect(
        &says("roles", json!({"roles": {"developer": {"until": "2026-06-02"}}})),
        "red roles: developer: 2 June is not in the future.",
    );
    expect(
        &says("tell", json!({"tell": "no", "because": "It is a small office."})),
        "red tell: You said that the scope is no longer true word for word. The certification body must hear of it, or the text is put back.",
    );
    expect(
        &says("tell", json!({"tell_by": "2026-06-01"})),
        "red tell_by: 1 June is not in the future. By when will you tell them?",
    );
    expect(
        &says("tell", json!({"tell": "told", "told_on": "2026-06-03"})),
        "red told_on: 3 June has not happened yet.",
    );
    expect(&says("mark", json!({"places": []})), "red places: \u{201c}Which places?\u{201d} is not answered.");
}
