//! Every question about us and the world around us, word for word as the owner reads it. Question, dash, hint; the type is the control.
//! The answers are read by name, so that half-filled pages can be read too.
#![allow(dead_code)]
use crate::kinds::Person;
use crate::words::*;
use schemars::JsonSchema;

#[derive(JsonSchema)]
pub(super) struct Inside {
    /// What changed inside since {date}? — People, tools, places, growth, trouble, plans.
    inside: Prose,
    /// What inside makes security harder or easier? — As it stands in the record: change what is no longer true.
    issues_inside: Option<Prose>,
}
#[derive(JsonSchema)]
pub(super) struct Outside {
    /// What changed outside? — Customers, market, law, technology, attackers.
    outside: Prose,
    /// What outside makes security harder or easier? — As it stands in the record: change what is no longer true.
    issues_outside: Option<Prose>,
}

#[derive(JsonSchema)]
pub(super) struct Climate {
    /// Does climate change matter for your information security? — Heat in the server room, floods, power cuts, new law, what customers ask. "No" with a reason is a full answer.
    climate: Matters,
    /// Why, or why not?
    climate_why: Prose,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Matters {
    /// it matters
    Relevant,
    /// it does not
    NotRelevant,
}

#[derive(JsonSchema)]
pub(super) struct Parties {
    /// For each: do they still expect this, and what is new? — Customers, staff, owners, regulators, insurer, landlord, neighbours of your data.
    parties: Vec<Party>,
    /// Who is new?
    new: Option<Vec<NewParty>>,
    /// Does any of them expect something about climate?
    climate: NoYes,
    /// What do they expect?
    climate_what: Prose,
}
/// Someone with a stake.
#[derive(JsonSchema)]
struct Party {
    /// Is it still so?
    is: Still,
    /// What do they expect now?
    #[schemars(extend("case" = "is=changed"))]
    expects: Option<Prose>,
    /// How is it met?
    #[schemars(extend("case" = "is=changed"))]
    answered: Option<Met>,
    /// Not, because?
    #[schemars(extend("case" = "is=changed&answered=not"))]
    because: Option<Prose>,
    /// Why are they gone?
    #[schemars(extend("case" = "is=gone"))]
    gone_why: Option<Prose>,
}
/// Someone new.
#[derive(JsonSchema)]
struct NewParty {
    /// Who?
    who: Text,
    /// What do they expect?
    expects: Prose,
    /// How is it met?
    answered: Met,
    /// Not, because?
    #[schemars(extend("case" = "answered=not"))]
    because: Option<Prose>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Still {
    /// same
    Same,
    /// changed
    Changed,
    /// gone
    Gone,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Met {
    /// through the ISMS
    ThroughIsms,
    /// otherwise
    Otherwise,
    /// not, because
    Not,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum NoYes {
    /// no
    No,
    /// yes
    Yes,
}

#[derive(JsonSchema)]
pub(super) struct Scope {
    /// Read the scope beside the certificate, the sites and what you sell. Is it still true, word for word? — New site, new service, new product, something given away?
    scope_true: YesNo,
    /// What differs?
    differs: Prose,
    /// What should it say from now on? — Empty: the text stays until the certificate is changed.
    scope: Option<Prose>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum YesNo {
    /// yes
    Yes,
    /// no
    No,
}

#[derive(JsonSchema)]
pub(super) struct Edges {
    /// What do others do for you at its edge, and who answers for that here? — Those who hold your data or reach your systems.
    edges: Vec<Edge>,
    /// What is left out, and where does the edge run? — As it stands in the record: change what is no longer true.
    scope_edges: Option<Prose>,
}
/// Someone at the edge.
#[derive(JsonSchema)]
struct Edge {
    /// Is that right?
    right: YesNo,
    /// What do they do for you now?
    #[schemars(extend("case" = "right=no"))]
    does: Option<Prose>,
    /// Who answers for it here?
    #[schemars(extend("case" = "right=no"))]
    who: Option<Ref<Person>>,
}

#[derive(JsonSchema)]
pub(super) struct Roles {
    /// Does each role still have a person who knows it? — They know that they have it, and what it asks of them.
    roles: Vec<Role>,
}
/// A role.
#[derive(JsonSchema)]
struct Role {
    /// Does it?
    held: YesNo,
    /// Who shall have it?
    #[schemars(extend("case" = "held=no"))]
    who: Option<Ref<Person>>,
    /// Until when will they know?
    #[schemars(extend("case" = "held=no"))]
    until: Option<Date>,
}

#[derive(JsonSchema)]
pub(super) struct Tell {
    /// Must the certification body hear of any of this? — Sites, ownership, name, top management, scope, many more or fewer people: yes.
    tell: Hears,
    /// No, because?
    because: Prose,
    /// What do you tell them?
    what: Prose,
    /// On which day were they told?
    told_on: Past,
    /// By when will you tell them?
    tell_by: Date,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Hears {
    /// no, because
    No,
    /// yes, they were told
    Told,
    /// yes, I will tell them
    Will,
}

#[derive(JsonSchema)]
pub(super) struct Mark {
    /// Where do you show the mark or mention the certificate? Is each right? — Not on a product, not beyond the scope, with "information security management".
    shown: Shown,
    /// Which places?
    places: Vec<Place>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Shown {
    /// nowhere
    Nowhere,
    /// in these places
    Here,
}
/// A place where the certificate is mentioned.
#[derive(JsonSchema)]
struct Place {
    /// Where?
    place: Text,
    /// Is it right?
    right: YesNo,
    /// What is wrong?
    #[schemars(extend("case" = "right=no"))]
    wrong: Option<Prose>,
}
