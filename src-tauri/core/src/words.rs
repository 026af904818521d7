//! The words that kinds are written in. A field's type is its check, its control on the screen, and its link (DOMAIN 2.1).
//! Each word gives a JSON schema with the keyword `x`, from which `kind::Ty` is read.
use crate::kind::{Any, Kinds};
use chrono::NaiveDate;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::borrow::Cow;
use std::marker::PhantomData;

/// How a link bears on staleness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edge {
    /// ⇐ this record rests on that one.
    RestsOn,
    /// ⇒ this record is news that bears on that one.
    BearsOn,
    /// ⇔ each rests on the other.
    Mutual,
}

macro_rules! word {
    ($(#[$m:meta])* $name:ident, $x:literal) => {
        $(#[$m])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);
        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> { stringify!($name).into() }
            fn json_schema(_: &mut SchemaGenerator) -> Schema { json_schema!({"type": "string", "x": $x}) }
            fn inline_schema() -> bool { true }
        }
        impl std::ops::Deref for $name {
            type Target = str;
            fn deref(&self) -> &str { &self.0 }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&self.0) }
        }
    };
}
word!(/// One line, 1 to 200 characters, trimmed, NFC.
    Text, "text");
word!(/// Markdown, up to 20,000 characters.
    Prose, "prose");
word!(/// The text of a controlled document: Markdown, up to 200,000 characters.
    LongProse, "long_prose");
word!(/// Words taken out of a file, as Markdown: kept by the program for search and comparison, up to 1,000,000 characters.
    FileText, "file_text");
word!(/// `Text` about a person: erasable, left out of packs unless asked for.
    PersonalText, "personal_text");
word!(/// `Prose` about a person.
    PersonalProse, "personal_prose");
word!(/// An address of something outside; never opened without asking; up to 2,000 characters.
    Link, "link");
word!(/// Date, time to the minute and offset from UTC: `2026-04-20T14:10+02:00`. Only in incidents.
    Moment, "moment");
word!(/// Decimal number as text ("99.63"), so that it is hashed as it was given.
    Number, "number");
word!(/// What a review was about: a record, an item that is derived ("P-007/CRS-02") or a whole ("REGISTER").
    Target, "target");

impl Number {
    pub fn value(&self) -> f64 {
        self.0.parse().unwrap_or(f64::NAN)
    }
}

/// Civil date, 1990-01-01 to 2099-12-31.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Date(pub NaiveDate);
/// A date that is not after today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Past(pub NaiveDate);

macro_rules! schema {
    ($($t:ty => $name:literal, $json:tt;)*) => { $(
        impl JsonSchema for $t {
            fn schema_name() -> Cow<'static, str> { $name.into() }
            fn json_schema(_: &mut SchemaGenerator) -> Schema { json_schema!($json) }
            fn inline_schema() -> bool { true }
        }
    )* };
}
schema! {
    Date => "Date", {"type": "string", "format": "date", "x": "date"};
    Past => "Past", {"type": "string", "format": "date", "x": "past"};
    Score => "Score", {"type": "integer", "minimum": 1, "maximum": 5, "x": "score"};
    Percent => "Percent", {"type": "integer", "minimum": 0, "maximum": 100, "x": "percent"};
    Count => "Count", {"type": "integer", "minimum": 0, "x": "count"};
    Version => "Version", {"type": "string", "pattern": "^[0-9]+\\.[0-9]+$", "x": "version"};
    Cadence => "Cadence", {"type": "object", "x": "cadence"};
    Clauses => "Clauses", {"type": "array", "items": {"type": "string"}, "x": "clauses"};
    Approval => "Approval", {"type": "object", "x": "approval"};
    Money => "Money", {"type": "object", "x": "money"};
}

/// A file that the owner drops on a question of a guide, read into rows by the surface that has it: `{"file": name, "evidence": code, "rows": […]}`.
/// Never a field of a record.
macro_rules! dropped {
    ($($(#[$m:meta])* $name:ident, $of:literal;)*) => { $(
        $(#[$m])*
        pub struct $name;
        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> { stringify!($name).into() }
            fn json_schema(_: &mut SchemaGenerator) -> Schema { json_schema!({"type": "object", "x": "drop", "of": $of}) }
            fn inline_schema() -> bool { true }
        }
    )* };
}
dropped! {
    /// Any table: a row is what stands under each header.
    DroppedTable, "table";
    /// Lists that become records, one row a list: what it was taken for, what it would do, and what the owner chose of it.
    DroppedLists, "lists";
    /// Accounts and rights of one system.
    DroppedAccounts, "accounts";
    /// Answers to a campaign, as files or in mails; as many as there are.
    DroppedAnswers, "answers";
    /// A document that is the text of a policy: one row, `text`, with its words as Markdown; no row where none could be taken out.
    DroppedWords, "words";
    /// News of threats: an advisory list, a feed, a newsletter's items.
    DroppedThreats, "threats";
    /// Findings of a scanner, a tester or an advisory about what is used here.
    DroppedFindings, "findings";
}

/// A step of the organization's own scale, 1 to 5 (DOMAIN 8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Score(pub u8);
/// 0 to 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Percent(pub u8);
/// Whole, not negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Count(pub u32);

/// Minor units (cents) and ISO 4217 code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    pub minor: i64,
    pub currency: String,
}

/// `major.minor` of a document or course. A new major: someone has to act differently.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    pub major: u32,
    pub minor: u32,
}
impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}
impl std::str::FromStr for Version {
    type Err = ();
    fn from_str(s: &str) -> Result<Version, ()> {
        let (a, b) = s.split_once('.').ok_or(())?;
        Ok(Version { major: a.parse().map_err(|_| ())?, minor: b.parse().map_err(|_| ())? })
    }
}
impl Serialize for Version {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Version, D::Error> {
        Cow::<str>::deserialize(d)?.parse().map_err(|()| de::Error::custom("a version is written like 2.1"))
    }
}

/// How often, counted from when, how long before the owner wants to know (DOMAIN 7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cadence {
    /// 1 to 60.
    pub every: u32,
    pub unit: Unit,
    #[serde(default)]
    pub from: From,
    /// Days before the due day from which on it is due soon: 0 to 180.
    #[serde(default)]
    pub lead_days: u32,
    /// Days after the due day within which it is printed "within tolerance": 0 to 90.
    #[serde(default)]
    pub window_days: u32,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    Day,
    Week,
    Month,
    Year,
}
/// What a cadence counts from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum From {
    #[default]
    Last,
    Fixed(NaiveDate),
    /// The next external audit.
    Audit,
}

/// Numbers of clauses and controls of the catalogue ("8.2", "A.5.22"); a number with parts there stands for all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clauses(pub Vec<String>);

/// Who said yes, on which day, how it is evidenced. 5.3, 6.1.3 f.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    pub by: Ref<crate::kinds::Person>,
    pub on: Past,
    pub how: How,
    /// Required unless given here and now.
    #[serde(default, skip_serializing_if = "none_linked")]
    pub proof: Refs<crate::kinds::Evidence>,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum How {
    InApp,
    Signed,
    Email,
    Minutes,
}

/// A link to one record of kind(s) K. Never dangling: the write path checks it and the file has it as a foreign key.
pub struct Ref<K>(pub String, PhantomData<fn() -> K>);
/// A set of plain links that carry no staleness.
pub struct Refs<K>(pub Vec<String>, PhantomData<fn() -> K>);
/// ⇐ a set of records that this one rests on.
pub struct RestsOn<K>(pub Vec<String>, PhantomData<fn() -> K>);
/// ⇐ one record that this one rests on.
pub struct RestsOnOne<K>(pub String, PhantomData<fn() -> K>);
/// ⇒ a set of records that this one is news for.
pub struct BearsOn<K>(pub Vec<String>, PhantomData<fn() -> K>);
/// ⇔ a set of records, each of which rests on the other; stored on this side only.
pub struct Mutual<K>(pub Vec<String>, PhantomData<fn() -> K>);

macro_rules! links {
    ($($name:ident, $inner:ty, $x:literal, $edge:expr;)*) => { $(
        impl<K> Clone for $name<K> { fn clone(&self) -> Self { $name(self.0.clone(), PhantomData) } }
        impl<K> std::fmt::Debug for $name<K> { fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) } }
        impl<K> PartialEq for $name<K> { fn eq(&self, other: &Self) -> bool { self.0 == other.0 } }
        impl<K> Eq for $name<K> {}
        impl<K> Default for $name<K> { fn default() -> Self { $name(Default::default(), PhantomData) } }
        impl<K> std::ops::Deref for $name<K> { type Target = $inner; fn deref(&self) -> &$inner { &self.0 } }
        impl<K> std::convert::From<$inner> for $name<K> { fn from(v: $inner) -> Self { $name(v, PhantomData) } }
        impl<K> Serialize for $name<K> { fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { self.0.serialize(s) } }
        impl<'de, K> Deserialize<'de> for $name<K> { fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> { Ok($name(<$inner>::deserialize(d)?, PhantomData)) } }
        impl<K: Kinds> JsonSchema for $name<K> {
            fn schema_name() -> Cow<'static, str> { format!("{}_{}", stringify!($name), K::NAMES.join("_")).into() }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                let edge: Option<Edge> = $edge;
                let ty = if $x == "ref" { "string" } else { "array" };
                json_schema!({"type": ty, "x": $x, "kinds": K::NAMES, "edge": edge})
            }
            fn inline_schema() -> bool { true }
        }
    )* };
}
links! {
    Ref, String, "ref", None;
    RestsOnOne, String, "ref", Some(Edge::RestsOn);
    Refs, Vec<String>, "refs", None;
    RestsOn, Vec<String>, "refs", Some(Edge::RestsOn);
    BearsOn, Vec<String>, "refs", Some(Edge::BearsOn);
    Mutual, Vec<String>, "refs", Some(Edge::Mutual);
}
/// A link to a record of any kind.
pub type AnyRef = Ref<Any>;
/// Links to records of any kind.
pub type AnyRefs = Refs<Any>;
fn none_linked<K>(links: &Refs<K>) -> bool {
    links.0.is_empty()
}
