//! The bytes that are hashed: JSON by RFC 8785, without floats, nulls and empty values. What is stored is what was hashed.
use serde_json::Value;

/// Drops null, "", [] and {}: an empty answer is no answer, and one meaning has one spelling.
pub fn tidy(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.values_mut().for_each(tidy);
            map.retain(|_, v| !empty(v));
        }
        Value::Array(list) => list.iter_mut().for_each(tidy),
        _ => {}
    }
}

/// Null, empty text, empty list, empty row.
pub fn empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(s) => s.is_empty(),
        Value::Array(a) => a.is_empty(),
        Value::Object(o) => o.is_empty(),
        _ => false,
    }
}

/// RFC 8785 text of a value. Floats never reach it: decimal numbers are stored as text.
pub fn text(value: &Value) -> String {
    // The only failures are floats outside of IEEE range and non-string keys, neither of which a `Value` of ours can hold.
    serde_json_canonicalizer::to_string(value).unwrap_or_else(|_| value.to_string())
}
