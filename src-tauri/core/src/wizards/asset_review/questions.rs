//! Every question of the stock-take, word for word as the owner reads it. Question, dash, hint; the type is the control.
//! The answers are read by name, so that half-filled pages can be read too.
#![allow(dead_code)]
use crate::kinds::{Asset, Evidence, Person, Supplier};
use crate::words::*;
use schemars::JsonSchema;

#[derive(JsonSchema)]
pub(super) struct Choose {
    /// Which things do you want to go through? — Half a minute each.
    scope: Scope,
    /// Of which kinds?
    kinds: Vec<WhatKind>,
    /// At which places?
    places: Vec<Text>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Scope {
    /// those that need a look
    Due,
    /// some kinds
    Kinds,
    /// some places
    Places,
    /// all of them
    All,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum WhatKind {
    /// information
    Information,
    /// application
    Application,
    /// platform
    Platform,
    /// device
    Device,
    /// network
    Network,
    /// site
    Site,
    /// service
    Service,
    /// people
    People,
    /// other
    Other,
}

#[derive(JsonSchema)]
pub(super) struct Compare {
    /// Is there a list to compare with? — From your device, cloud or software management.
    have: Have,
    /// Drop it here. — We show what is only there, only here, and different.
    list: DroppedTable,
    /// What kinds of things are on it? — Only those are looked for.
    covers: Vec<WhatKind>,
    /// Which column says what a thing is called? — Empty: the one that looks most like it.
    column: Option<Text>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Have {
    /// yes, a list
    List,
    /// no such list
    None,
}

#[derive(JsonSchema)]
pub(super) struct New {
    /// These are new. Add them? — Many of one sort are one thing with a count.
    new: Vec<NewRow>,
}
/// What is only on the list.
#[derive(JsonSchema)]
struct NewRow {
    /// Add it?
    then: AddIt,
    /// Because?
    #[schemars(extend("case" = "then=ignore"))]
    because: Option<Prose>,
    /// The same as which?
    #[schemars(extend("case" = "then=same"))]
    same_as: Option<Ref<Asset>>,
    /// What kind of thing is it?
    #[schemars(extend("case" = "then=add"))]
    what: Option<WhatKind>,
    /// What is it used for?
    #[schemars(extend("case" = "then=add"))]
    purpose: Option<Prose>,
    /// Where is it, or where does it run?
    #[schemars(extend("case" = "then=add"))]
    runs_where: Option<Text>,
    /// From where can it be reached?
    #[schemars(extend("case" = "then=add"))]
    exposed: Option<Exposed>,
    /// Who answers for it?
    #[schemars(extend("case" = "then=add"))]
    owner: Option<Ref<Person>>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum AddIt {
    /// add
    Add,
    /// ignore, because
    Ignore,
    /// same as
    Same,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Exposed {
    /// the internet
    Internet,
    /// partners
    Partners,
    /// inside only
    Internal,
    /// offline
    Offline,
}
#[derive(JsonSchema)]
pub(super) struct Worths {
    /// How sensitive is each new thing, and how bad would it be? — Choose by what it holds, not by what it costs.
    worth: Vec<Worth>,
}
/// How much hangs on a thing.
#[derive(JsonSchema)]
struct Worth {
    /// How sensitive is what it holds?
    classification: Classification,
    /// Personal data?
    personal_data: Personal,
    /// How bad if it leaked?
    confidentiality: Score,
    /// How bad if it were wrong?
    integrity: Score,
    /// How bad if it were gone?
    availability: Score,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Classification {
    /// public
    Public,
    /// internal
    Internal,
    /// confidential
    Confidential,
    /// secret
    Secret,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Personal {
    /// no
    None,
    /// yes, ordinary
    Ordinary,
    /// yes, of a special category
    Special,
}

#[derive(JsonSchema)]
pub(super) struct Gone {
    /// These were not found. Where are they?
    gone: Vec<GoneRow>,
}
/// What is only here.
#[derive(JsonSchema)]
struct GoneRow {
    /// Where is it?
    then: Where,
    /// Since which day?
    #[schemars(extend("case" = "then=gone"))]
    on: Option<Past>,
    /// Was it wiped?
    #[schemars(extend("case" = "then=gone"))]
    wiped: Option<Wiped>,
    /// What shows that it was wiped?
    #[schemars(extend("case" = "wiped=yes"))]
    proof: Option<Ref<Evidence>>,
    /// When was it noticed?
    #[schemars(extend("case" = "then=lost"))]
    noticed_at: Option<Moment>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Where {
    /// gone for good
    Gone,
    /// exists, not in the list
    Exists,
    /// lost
    Lost,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Wiped {
    /// yes
    Yes,
    /// no
    No,
    /// there was nothing on it
    Nothing,
}

#[derive(JsonSchema)]
pub(super) struct Each {
    /// Place, owner, sensitivity, personal data, reachable from outside: right? — Only what you change needs typing.
    right: Right,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Right {
    /// right
    Right,
    /// change it
    Change,
}
#[derive(JsonSchema)]
pub(super) struct Different {
    /// What is different? — It stands as recorded; change only what is wrong.
    different: Option<Vec<Facts>>,
}
/// The facts of a thing.
#[derive(JsonSchema)]
struct Facts {
    /// How sensitive?
    classification: Option<Classification>,
    /// Where?
    runs_where: Option<Text>,
    /// Who answers for it?
    owner: Option<Ref<Person>>,
    /// Personal data?
    personal_data: Option<Personal>,
    /// Reachable from where?
    exposed: Option<Exposed>,
}

#[derive(JsonSchema)]
pub(super) struct Need {
    /// What does it need in order to work, and how fast must it be back? — Asked of those on which most hangs.
    need: Option<Vec<NeedRow>>,
}
/// What a thing needs.
#[derive(JsonSchema)]
struct NeedRow {
    /// Which things does it need?
    depends_on: Option<Refs<Asset>>,
    /// Which suppliers?
    supplier: Option<Refs<Supplier>>,
    /// How fast must it be back?
    restore_within: Option<Text>,
    /// How much work may be lost?
    lose_at_most: Option<Text>,
}

#[derive(JsonSchema)]
pub(super) struct Orphan {
    /// Nobody owns these, nobody uses these.
    orphan: Vec<OrphanRow>,
}
/// A thing of nobody.
#[derive(JsonSchema)]
struct OrphanRow {
    /// What becomes of it?
    then: Fate,
    /// Who answers for it?
    #[schemars(extend("case" = "then=owner"))]
    owner: Option<Ref<Person>>,
    /// Who uses it?
    #[schemars(extend("case" = "then=owner"))]
    users: Option<Text>,
    /// Why may it go?
    #[schemars(extend("case" = "then=retire"))]
    why: Option<Prose>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Fate {
    /// it is used: owner
    Owner,
    /// retire it
    Retire,
}

#[derive(JsonSchema)]
pub(super) struct Activities {
    /// Which activities must work, and which assets and suppliers do they need? — They stand as recorded; change what is wrong.
    process: Option<Vec<ProcessRow>>,
    /// Is one missing?
    more: Option<Vec<NewProcess>>,
}
/// What an activity needs.
#[derive(JsonSchema)]
struct ProcessRow {
    /// Which things does it need?
    assets: Option<Refs<Asset>>,
    /// Which suppliers?
    suppliers: Option<Refs<Supplier>>,
    /// How long may it stand still at most?
    down_at_most: Option<Text>,
}
/// An activity that is not on record.
#[derive(JsonSchema)]
struct NewProcess {
    /// What do you call it?
    title: Text,
    /// What happens in it, and what comes out?
    does: Prose,
    /// How bad if it stood still for a day?
    critical: Score,
    /// Personal data?
    personal_data: Personal,
    /// Who answers for it?
    owner: Ref<Person>,
    /// Which things does it need?
    assets: Option<Refs<Asset>>,
    /// Which suppliers?
    suppliers: Option<Refs<Supplier>>,
}
