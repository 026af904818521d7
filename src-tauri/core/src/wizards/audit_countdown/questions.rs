//! Every question before an audit. The headings stand with the steps, word for word; here are the answers that they take.
//! The answers are read by name, so that half-filled pages can be read too.
#![allow(dead_code)]
use crate::kinds::{Course, Person};
use crate::words::*;
use schemars::JsonSchema;

#[derive(JsonSchema)]
pub(super) struct When {
    /// On which day does it begin?
    begins: Date,
    /// On which day does it end?
    ends: Option<Date>,
    /// On site?
    how: Where,
    /// Which places?
    #[schemars(extend("case" = "how=on_site|both"))]
    places: Option<Text>,
    /// Who must be there?
    people: Refs<Person>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Where {
    /// on site
    OnSite,
    /// from afar
    Remote,
    /// partly
    Both,
}

#[derive(JsonSchema)]
pub(super) struct Gaps {
    /// What becomes of each? — Those of this week; the others may wait.
    gaps: Option<Vec<Gap>>,
}
/// What becomes of one gap.
#[derive(JsonSchema)]
struct Gap {
    /// What becomes of it?
    then: Then,
    /// To whom?
    #[schemars(extend("case" = "then=give"))]
    who: Option<Ref<Person>>,
    /// Because?
    #[schemars(extend("case" = "then=live"))]
    because: Option<Prose>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Then {
    /// start
    Start,
    /// give to …
    Give,
    /// live with it, because
    Live,
}

#[derive(JsonSchema)]
pub(super) struct Order {
    /// By when is the internal audit reported?
    internal: Date,
    /// On which day does management review?
    review: Date,
    /// On which day is the pack built?
    pack: Date,
}

#[derive(JsonSchema)]
pub(super) struct Samples {
    /// Could you show it?
    samples: Vec<Sample>,
}
/// How one sample went.
#[derive(JsonSchema)]
struct Sample {
    /// Could you show it?
    shown: Went,
    /// What is not right?
    #[schemars(extend("case" = "shown=not_right"))]
    what: Option<Prose>,
    /// Who sees to it?
    #[schemars(extend("case" = "shown=not_found|not_right"))]
    who: Option<Ref<Person>>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Went {
    /// shown
    Shown,
    /// not found
    NotFound,
    /// not right
    NotRight,
}

#[derive(JsonSchema)]
pub(super) struct Asked {
    /// Whom did you ask, and did they know? — By role, not by name.
    asked: Vec<Colleague>,
}
/// What one colleague knew.
#[derive(JsonSchema)]
struct Colleague {
    /// Which role?
    role: Text,
    /// Did they know?
    knew: Knew,
    /// Which course tells them?
    #[schemars(extend("case" = "knew=not"))]
    course: Option<Ref<Course>>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Knew {
    /// knew
    Knew,
    /// did not know
    Not,
}

#[derive(JsonSchema)]
pub(super) struct Told {
    /// Has it been told?
    told: TheyKnow,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum TheyKnow {
    /// yes
    Yes,
    /// not yet
    NotYet,
}

#[derive(JsonSchema)]
pub(super) struct Honest {
    /// What do you say to each? — Why it is still open, what is done until then, and by when it is mended.
    honest: Option<Vec<Word>>,
}
/// What is said of one gap.
#[derive(JsonSchema)]
struct Word {
    /// Why is it still open?
    why: Prose,
    /// What is the plan?
    plan: Prose,
    /// By when?
    until: Date,
}

#[derive(JsonSchema)]
pub(super) struct Pack {
    /// Is it built?
    built: Built,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Built {
    /// yes
    Built,
    /// not yet
    Later,
}

#[derive(JsonSchema)]
pub(super) struct Room {
    /// Who opens which record?
    opens: Prose,
    /// Where are the originals?
    originals: Prose,
    /// Who takes notes?
    notes: Ref<Person>,
}
