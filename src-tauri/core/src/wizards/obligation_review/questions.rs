//! Every question about law and contracts, word for word as the owner reads it. Question, dash, hint; the type is the control.
//! The answers are read by name, so that half-filled pages can be read too.
#![allow(dead_code)]
use crate::kinds::{Control, Course, Evidence, Obligation, Person, Policy};
use crate::words::*;
use schemars::JsonSchema;

#[derive(JsonSchema)]
pub(super) struct Read {
    /// Is the text still the one you read on {date}? — Look at the source: {source}.
    text: Same,
    /// Which version do you read today? — Write its date or number.
    version: Option<Text>,
    /// Where did you look? — The page, the paper, the person that you asked.
    looked: Option<Text>,
    /// Put what you read here, if you have it as a file.
    proof: Option<Refs<Evidence>>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Same {
    /// same
    Same,
    /// changed
    Changed,
}

#[derive(JsonSchema)]
pub(super) struct New {
    /// What is different, in your own words?
    new: Prose,
}

#[derive(JsonSchema)]
pub(super) struct Binds {
    /// Does it bind you? — Size, sector, country, role. A "no" needs the reason.
    applies: YesNoUnclear,
    /// Why, or why not?
    applies_why: Option<Prose>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum YesNoUnclear {
    /// yes
    Yes,
    /// no
    No,
    /// unclear
    Unclear,
}

#[derive(JsonSchema)]
pub(super) struct Asks {
    /// What must you do, in your own words? — One sentence each duty, so that a colleague could do it.
    demands: Option<Prose>,
}

#[derive(JsonSchema)]
pub(super) struct Answer {
    /// Which rules and controls say how you meet it? Do they still? — Read the passage before you say so.
    answer: Vec<Duty>,
}
/// A duty, and what answers it.
#[derive(JsonSchema)]
struct Duty {
    /// Is it answered?
    is: Answered,
    /// By which rule or control?
    #[schemars(extend("case" = "is=yes"))]
    by: Option<Refs<(Policy, Control)>>,
    /// What will be done?
    #[schemars(extend("case" = "is=not_yet"))]
    what: Option<Prose>,
    /// Who?
    #[schemars(extend("case" = "is=not_yet"))]
    who: Option<Ref<Person>>,
    /// Until when?
    #[schemars(extend("case" = "is=not_yet"))]
    until: Option<Date>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Answered {
    /// yes
    Yes,
    /// not yet
    NotYet,
}

#[derive(JsonSchema)]
pub(super) struct Touch {
    /// What follows from this change? — Each you tick becomes due; for each you leave, say why.
    touch: Vec<Follows>,
}
/// Something that rests on it.
#[derive(JsonSchema)]
struct Follows {
    /// What follows?
    then: Then,
    /// Why does the change not touch it?
    #[schemars(extend("case" = "then=leave"))]
    why: Option<Prose>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Then {
    /// becomes due
    Due,
    /// leave it, because
    Leave,
}

#[derive(JsonSchema)]
pub(super) struct Fast {
    /// Does it say how fast you must report something? — The clocks of the laws are in the list.
    clock: Option<Text>,
    /// How many hours? — Copy what the contract says.
    own_clock_hours: Option<Count>,
    /// To whom? — And is the address right?
    to_whom: Option<Text>,
}

#[derive(JsonSchema)]
pub(super) struct Tell {
    /// Whom must you tell or train?
    whom: Whom,
    /// Nobody, because?
    nobody_why: Prose,
    /// Which roles?
    roles: Vec<Text>,
    /// In what way?
    how: Way,
    /// Which course?
    course: Option<Ref<Course>>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Whom {
    /// nobody, because
    Nobody,
    /// these roles
    Roles,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Way {
    /// a course
    Course,
    /// a campaign file
    Campaign,
}

#[derive(JsonSchema)]
pub(super) struct Holds {
    /// From when does it hold?
    in_force_from: Option<Date>,
    /// And until when? — Empty: it does not end.
    ends_on: Option<Date>,
}

#[derive(JsonSchema)]
pub(super) struct Watch {
    /// How will you learn of the next change? — A newsletter, a lawyer, the regulator's feed: name it.
    how_kept_up: Option<Text>,
}

// ---- many at once

#[derive(JsonSchema)]
pub(super) struct Choose {
    /// Which do you want to go through? — Due and stale ones are chosen: {n} of them, about {m} minutes.
    which: Option<Refs<Obligation>>,
}
#[derive(JsonSchema)]
pub(super) struct Touched {
    /// Look at {code} now? — Later puts it aside; it stays due.
    look: Look,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Look {
    /// now
    Now,
    /// later
    Later,
}
#[derive(JsonSchema)]
pub(super) struct Quiet {
    /// Nothing has changed for these. Does each still hold? — Look at the source of each. H: holds. L: look closer.
    quiet: Still,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Still {
    /// holds
    Holds,
    /// look closer
    LookCloser,
}
#[derive(JsonSchema)]
pub(super) struct QuietWhy {
    /// What did you go by for these {n}? — "Read the regulator's list of changes and asked our lawyer on Tuesday."
    quiet_why: Prose,
}
#[derive(JsonSchema)]
pub(super) struct Contracts {
    /// Which contracts with security terms were signed since {date}? — Ask sales and purchasing.
    signed: Signed,
    /// With whom, and what does each ask?
    contracts: Vec<Contract>,
}
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Signed {
    /// none
    None,
    /// these
    These,
}
/// A contract with security terms.
#[derive(JsonSchema)]
struct Contract {
    /// With whom?
    with: Text,
    /// What does it ask?
    asks: Prose,
    /// Where does it stand?
    place: Text,
    /// Who tells you of changes?
    kept_up: Text,
}
