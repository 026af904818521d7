//! Is a stored text its own canonical form (RFC 8785)? Looked at byte by byte, for it is asked of every body of the trail.
//! It must never say yes where writing the parsed text anew could give other bytes; where it is not sure it parses.
use isms::canonical;
use serde_json::Value;

/// Would the text, parsed and written anew, be the very same bytes?
pub(crate) fn is_canonical(text: &str) -> bool {
    let bytes = text.as_bytes();
    match value(bytes, 0, 0) {
        Some(end) if end == bytes.len() => true,
        _ => serde_json::from_str::<Value>(text).is_ok_and(|v| canonical::text(&v) == text),
    }
}

/// End of the value that begins at `i`, if it is surely canonical.
fn value(b: &[u8], i: usize, depth: usize) -> Option<usize> {
    if depth > 60 {
        return None;
    }
    match *b.get(i)? {
        b'{' => object(b, i + 1, depth),
        b'[' => {
            if b.get(i + 1) == Some(&b']') {
                return Some(i + 2);
            }
            let mut i = value(b, i + 1, depth + 1)?;
            loop {
                match *b.get(i)? {
                    b',' => i = value(b, i + 1, depth + 1)?,
                    b']' => return Some(i + 1),
                    _ => return None,
                }
            }
        }
        b'"' => string(b, i + 1).map(|(end, _)| end),
        b't' => word(b, i, b"true"),
        b'f' => word(b, i, b"false"),
        b'n' => word(b, i, b"null"),
        _ => whole(b, i),
    }
}

fn object(b: &[u8], mut i: usize, depth: usize) -> Option<usize> {
    if b.get(i) == Some(&b'}') {
        return Some(i + 1);
    }
    let mut last: Option<&[u8]> = None;
    loop {
        if *b.get(i)? != b'"' {
            return None;
        }
        let (end, plain) = string(b, i + 1)?;
        let key = &b[i + 1..end - 1];
        // Order by UTF-16 units is that of bytes only where all is ASCII without escapes: the rest is parsed.
        if !plain || last.is_some_and(|l| l >= key) {
            return None;
        }
        last = Some(key);
        if *b.get(end)? != b':' {
            return None;
        }
        i = value(b, end + 1, depth + 1)?;
        match *b.get(i)? {
            b',' => i += 1,
            b'}' => return Some(i + 1),
            _ => return None,
        }
    }
}

/// End of a string (past its quotation mark), and whether it is ASCII without escapes.
fn string(b: &[u8], mut i: usize) -> Option<(usize, bool)> {
    let mut plain = true;
    loop {
        match *b.get(i)? {
            b'"' => return Some((i + 1, plain)),
            b'\\' => {
                plain = false;
                match *b.get(i + 1)? {
                    b'"' | b'\\' | b'b' | b'f' | b'n' | b'r' | b't' => i += 2,
                    // \u00xx is rare: parse.
                    _ => return None,
                }
            }
            0..0x20 => return None,
            c => {
                plain &= c < 0x80;
                i += 1;
            }
        }
    }
}

/// A whole number that a double holds exactly.
fn whole(b: &[u8], i: usize) -> Option<usize> {
    let start = if b[i] == b'-' { i + 1 } else { i };
    let digits = b[start..].iter().take_while(|c| c.is_ascii_digit()).count();
    let leading = *b.get(start)?;
    let fits = (1..=15).contains(&digits) && (leading != b'0' || (digits == 1 && start == i));
    let end = start + digits;
    (fits && !matches!(b.get(end), Some(b'.' | b'e' | b'E'))).then_some(end)
}

fn word(b: &[u8], i: usize, word: &[u8]) -> Option<usize> {
    b[i..].starts_with(word).then_some(i + word.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_domain_writes_is_canonical_and_its_variants_are_not() {
        for good in [
            "{}",
            "[]",
            "0",
            "-1",
            "true",
            "\"\"",
            r#"{"a":1,"b":[1,2,{"c":"x"}]}"#,
            r#"{"a":"é\n\"\\"}"#,
            r#"{"ä":1,"ö":2}"#,
            "123456789012345",
            "{\"a\":\"\\u0001\"}",
        ] {
            assert!(is_canonical(good), "{good}");
        }
        for bad in [
            "",
            "{ }",
            "[1, 2]",
            r#"{"b":1,"a":2}"#,
            r#"{"a":1,"a":1}"#,
            "01",
            "-0",
            "1.0",
            "1e3",
            r#""\u0041""#,
            r#""\/""#,
            "{\"a\":1}\n",
            r#"{"a":1"#,
            "\"\t\"",
            "[1,]",
            "nul",
            "{\"a\":\"\\u000A\"}",
            "\"\\u001F\"",
        ] {
            assert!(!is_canonical(bad), "{bad}");
        }
    }
}
