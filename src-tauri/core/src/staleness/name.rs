//! The stored name of a choice ("in_place" of `Status::InPlace`), so that rules ask for DOMAIN's words and not for the types of each kind.
//! A serializer that knows nothing but names, and does not allocate.
use serde::{Serialize, Serializer};

/// The stored name of a choice, without allocating.
pub(crate) fn word<T: Serialize>(choice: &T) -> &'static str {
    choice.serialize(Name).unwrap_or_default()
}
struct Name;
#[derive(Debug)]
struct NoName;
impl std::fmt::Display for NoName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not a choice")
    }
}
impl std::error::Error for NoName {}
impl serde::ser::Error for NoName {
    fn custom<T: std::fmt::Display>(_: T) -> NoName {
        NoName
    }
}
macro_rules! nothing {
    ($($f:ident($($t:ty),*);)*) => { $(fn $f(self, $(_: $t),*) -> Result<&'static str, NoName> { Err(NoName) })* };
}
impl Serializer for Name {
    type Ok = &'static str;
    type Error = NoName;
    type SerializeSeq = serde::ser::Impossible<&'static str, NoName>;
    type SerializeTuple = serde::ser::Impossible<&'static str, NoName>;
    type SerializeTupleStruct = serde::ser::Impossible<&'static str, NoName>;
    type SerializeTupleVariant = serde::ser::Impossible<&'static str, NoName>;
    type SerializeMap = serde::ser::Impossible<&'static str, NoName>;
    type SerializeStruct = serde::ser::Impossible<&'static str, NoName>;
    type SerializeStructVariant = serde::ser::Impossible<&'static str, NoName>;
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<&'static str, NoName> {
        Ok(variant)
    }
    fn serialize_some<T: ?Sized + Serialize>(self, v: &T) -> Result<&'static str, NoName> {
        v.serialize(Name)
    }
    fn serialize_newtype_struct<T: ?Sized + Serialize>(self, _: &'static str, v: &T) -> Result<&'static str, NoName> {
        v.serialize(Name)
    }
    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: &T,
    ) -> Result<&'static str, NoName> {
        Ok(variant)
    }
    nothing! {
        serialize_bool(bool); serialize_i8(i8); serialize_i16(i16); serialize_i32(i32); serialize_i64(i64); serialize_u8(u8); serialize_u16(u16);
        serialize_u32(u32); serialize_u64(u64); serialize_f32(f32); serialize_f64(f64); serialize_char(char); serialize_str(&str); serialize_bytes(&[u8]);
        serialize_none(); serialize_unit(); serialize_unit_struct(&'static str);
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, NoName> {
        Err(NoName)
    }
    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, NoName> {
        Err(NoName)
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, NoName> {
        Err(NoName)
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, NoName> {
        Err(NoName)
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, NoName> {
        Err(NoName)
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct, NoName> {
        Err(NoName)
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, NoName> {
        Err(NoName)
    }
}
