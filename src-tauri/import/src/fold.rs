//! Texts as they are compared: without case, accents, punctuation and the German ways to write an umlaut.
//! Nothing that is folded is ever stored or shown.
use unicode_normalization::UnicodeNormalization;

/// "Eigentümer (Rolle)" → "eigentumer rolle"; "Müller" and "Mueller" are the same.
pub(crate) fn key(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.nfkd() {
        let c = match c {
            'ß' => {
                push(&mut out, &mut gap, 's');
                's'
            }
            'æ' | 'Æ' => {
                push(&mut out, &mut gap, 'a');
                continue;
            }
            'œ' | 'Œ' => {
                push(&mut out, &mut gap, 'o');
                continue;
            }
            'ø' | 'Ø' => 'o',
            'ł' | 'Ł' => 'l',
            'đ' | 'Đ' | 'ð' => 'd',
            'ı' => 'i',
            // Combining marks fall away, and with them the apostrophe in a name.
            '\u{300}'..='\u{36f}' | '\'' | '\u{2019}' => continue,
            other => other,
        };
        if c.is_alphanumeric() {
            c.to_lowercase().for_each(|l| push(&mut out, &mut gap, l));
        } else {
            gap = true;
        }
    }
    // "ae", "oe", "ue" are read as the umlaut, on both sides of every comparison.
    for (pair, one) in [("ae", "a"), ("oe", "o"), ("ue", "u")] {
        if out.contains(pair) {
            out = out.replace(pair, one);
        }
    }
    out
}
fn push(out: &mut String, gap: &mut bool, c: char) {
    if *gap && !out.is_empty() {
        out.push(' ');
    }
    *gap = false;
    // A final sigma is a sigma.
    out.push(if c == 'ς' { 'σ' } else { c });
}

/// "Impact (1-5)" → "Impact".
pub(crate) fn without_brackets(text: &str) -> String {
    let mut depth = 0usize;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out.trim().to_string()
}

/// Do all words of `part` stand in `whole`, in this order?
pub(crate) fn in_order(part: &[&str], whole: &[&str]) -> bool {
    let mut rest = whole.iter();
    part.iter().all(|p| rest.any(|w| w == p))
}

/// 0 to 1, of two folded texts.
pub(crate) fn alike(a: &str, b: &str) -> f64 {
    strsim::jaro_winkler(a, b).min(strsim::normalized_damerau_levenshtein(a, b) + 0.1)
}

/// "a", "a and b", "a, b and 3 more": a list as a sentence holds it.
pub(crate) fn list(items: &[String], most: usize) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        _ if items.len() <= most => format!("{} and {}", items[..items.len() - 1].join(", "), items[items.len() - 1]),
        _ => format!("{} and {} more", items[..most].join(", "), items.len() - most),
    }
}

/// A value as it stands in a sentence: on one line, at most 60 characters, with what is invisible made visible.
pub(crate) fn shown(text: &str) -> String {
    let mut out = String::new();
    for (n, c) in text.chars().enumerate() {
        if n == 60 {
            out.push('\u{2026}');
            break;
        }
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            c if c.is_control() || invisible(c) => out.push_str(&format!("\u{27e8}U+{:04X}\u{27e9}", c as u32)),
            c => out.push(c),
        }
    }
    out
}
/// Marks that turn or hide text: a name can be made to look like another with them.
pub(crate) fn invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn folding() {
        assert_eq!(key("  Eigentümer (Rolle) "), "eigentumer rolle");
        assert_eq!(key("Mueller"), key("Müller"));
        assert_eq!(key("Łukasz Dąbrowski"), "lukasz dabrowski");
        assert_eq!(key("Robert O'Shaughnessy"), "robert oshaughnessy");
        assert_eq!(key("ΝΊΚΟΣ"), key("Νίκος"));
        assert_eq!(key("Maßnahmen"), "massnahmen");
        assert_eq!(without_brackets("L (1-5)"), "L");
    }
    #[test]
    fn likeness() {
        assert!(alike("olivier trent", "oliver trent") > 0.9);
        assert!(alike("the cfo", "tobias fennel") < 0.8);
    }
    #[test]
    fn what_is_invisible_is_shown() {
        assert_eq!(shown("a\u{202e}b\u{0}"), "a⟨U+202E⟩b⟨U+0000⟩");
    }
}
