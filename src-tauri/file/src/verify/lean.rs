//! A body of JSON that borrows from its text: every body of the trail is read in a check, and most of it is looked at only once.
//! It must never be written out again.
use isms::isms::Tree;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::fmt;

/// Texts, lists and rows; numbers and the like are no link and are left out.
pub(super) enum Lean<'a> {
    Text(Cow<'a, str>),
    List(Vec<Lean<'a>>),
    Row(Vec<(Cow<'a, str>, Lean<'a>)>),
    Other,
}

impl Lean<'_> {
    /// State and retirement, which is all that is asked of a first version beside its text; none where this is no row.
    pub(super) fn end(&self) -> Option<Map<String, Value>> {
        let Lean::Row(row) = self else { return None };
        let asked = row.iter().filter(|(n, _)| matches!(&**n, "state" | "retired" | "withdrawn"));
        Some(asked.map(|(n, v)| (n.to_string(), v.text().map_or(Value::Bool(true), Value::from))).collect())
    }
}

impl Tree for Lean<'_> {
    fn text(&self) -> Option<&str> {
        match self {
            Lean::Text(t) => Some(t),
            _ => None,
        }
    }
    fn list(&self) -> &[Self] {
        match self {
            Lean::List(l) => l,
            _ => &[],
        }
    }
    fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Lean::Row(r) => r.iter().find(|(n, _)| n == name).map(|(_, v)| v),
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for Lean<'de> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Lean<'de>;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("JSON")
            }
            fn visit_borrowed_str<E>(self, s: &'de str) -> Result<Lean<'de>, E> {
                Ok(Lean::Text(Cow::Borrowed(s)))
            }
            fn visit_str<E>(self, s: &str) -> Result<Lean<'de>, E> {
                Ok(Lean::Text(Cow::Owned(s.to_string())))
            }
            fn visit_bool<E>(self, _: bool) -> Result<Lean<'de>, E> {
                Ok(Lean::Other)
            }
            fn visit_i64<E>(self, _: i64) -> Result<Lean<'de>, E> {
                Ok(Lean::Other)
            }
            fn visit_u64<E>(self, _: u64) -> Result<Lean<'de>, E> {
                Ok(Lean::Other)
            }
            fn visit_f64<E>(self, _: f64) -> Result<Lean<'de>, E> {
                Ok(Lean::Other)
            }
            fn visit_unit<E>(self) -> Result<Lean<'de>, E> {
                Ok(Lean::Other)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut a: A) -> Result<Lean<'de>, A::Error> {
                let mut list = Vec::new();
                while let Some(v) = a.next_element()? {
                    list.push(v);
                }
                Ok(Lean::List(list))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut a: A) -> Result<Lean<'de>, A::Error> {
                let mut row = Vec::with_capacity(16);
                while let Some(Name(name)) = a.next_key()? {
                    row.push((name, a.next_value()?));
                }
                Ok(Lean::Row(row))
            }
        }
        d.deserialize_any(Any)
    }
}

struct Name<'a>(Cow<'a, str>);
impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Word;
        impl<'de> Visitor<'de> for Word {
            type Value = Name<'de>;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a name")
            }
            fn visit_borrowed_str<E>(self, s: &'de str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Borrowed(s)))
            }
            fn visit_str<E>(self, s: &str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Owned(s.to_string())))
            }
        }
        d.deserialize_str(Word)
    }
}
