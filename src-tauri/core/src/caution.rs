//! What the owner should know of a file that is kept as proof, told by its name and its first bytes. Nothing that is kept is ever opened or
//! run by this program: it is stored, and a copy can be saved. Here is only said what whoever opens that copy should know.

/// So many bytes from the start are enough to say it.
pub const FIRST: usize = 64 << 10;
/// Points of the largest picture that programs show without harm.
const MOST_POINTS: u64 = 50_000_000;

/// Ends of names that a system runs as a program.
const PROGRAMS: &[&str] = &[
    "app", "bat", "cmd", "com", "command", "cpl", "exe", "hta", "jar", "js", "jse", "msi", "msp", "pif", "ps1", "reg",
    "scr", "sh", "vb", "vbe", "vbs", "wsf",
];
/// Ends of files that lead elsewhere or act once they are opened.
const ACTIVE: &[&str] = &[
    "desktop", "docm", "dotm", "htm", "html", "img", "iso", "lnk", "mht", "one", "pptm", "scf", "url", "vhd", "vhdx",
    "webloc", "xhtml", "xlsm", "xltm",
];
/// What a file says that it is, and how one begins.
const BEGINS: &[(&[&str], &str, &[u8])] = &[
    (&["pdf"], "a PDF", b"%PDF-"),
    (&["png"], "a PNG picture", b"\x89PNG\r\n\x1a\n"),
    (&["jpg", "jpeg"], "a JPEG picture", b"\xff\xd8\xff"),
    (&["docx", "xlsx", "pptx", "odt", "ods"], "an office document", b"PK\x03\x04"),
];
/// Marks that turn the direction in which a name is read.
fn turns(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A name with such marks made visible: "photo⟨U+202E⟩gpj.exe".
pub fn shown(name: &str) -> String {
    name.chars().fold(String::new(), |mut out, c| {
        match turns(c) {
            true => out.push_str(&format!("\u{27e8}U+{:04X}\u{27e9}", u32::from(c))),
            false => out.push(c),
        }
        out
    })
}
/// Text that came with a file, to stand in a sentence: control characters (those of a terminal too) and marks that turn the direction of
/// reading are made visible, and at most `most` characters stay.
pub fn legible(text: &str, most: usize) -> String {
    let mut out = String::new();
    for (n, c) in text.chars().enumerate() {
        if n == most {
            out.push('\u{2026}');
            break;
        }
        match turns(c) || c.is_control() {
            true => out.push_str(&format!("\u{27e8}U+{:04X}\u{27e9}", u32::from(c))),
            false => out.push(c),
        }
    }
    out
}
/// A sentence about a file of this name that begins with these bytes; none where there is nothing to say.
pub fn caution(name: &str, first: &[u8]) -> Option<String> {
    let end = name
        .trim_end_matches(|c: char| c == '.' || c == ' ' || turns(c))
        .rsplit_once('.')
        .map(|(_, e)| e.to_lowercase())
        .unwrap_or_default();
    let has = |list: &[&str]| list.contains(&end.as_str());
    if let Some(mark) = name.chars().find(|c| turns(*c)) {
        return Some(format!(
            "Its name holds a mark that turns the direction of reading (U+{:04X}); it ends in .{end}, whatever it looks like. It can be saved, not opened from here.",
            u32::from(mark)
        ));
    }
    if has(PROGRAMS) {
        return Some(format!("Its name ends in .{end}: that is a program. It can be saved, not opened from here."));
    }
    if has(ACTIVE) {
        return Some(format!(
            "A file that ends in .{end} can act by itself once it is opened. It can be saved, not opened from here."
        ));
    }
    if first.starts_with(b"MZ") || first.starts_with(b"\x7fELF") || first.starts_with(b"#!") {
        return Some("By its content it is a program. It can be saved, not opened from here.".into());
    }
    if first.is_empty() {
        return None;
    }
    if let Some((_, what, begins)) = BEGINS.iter().find(|(ends, ..)| has(ends))
        && !found_early(first, begins, end == "pdf")
    {
        return Some(format!("The content is not {what}, although its name ends in .{end}. It is kept as it is."));
    }
    if let Some((wide, high)) = picture(first)
        && u64::from(wide) * u64::from(high) > MOST_POINTS
    {
        return Some(format!(
            "The picture is {wide} × {high} points, too large to show for most programs (50 million). It is kept as it is."
        ));
    }
    let scripted = |words: &[&[u8]]| words.iter().any(|w| first.windows(w.len()).any(|x| x.eq_ignore_ascii_case(w)));
    if end == "svg" || first.starts_with(b"<svg") {
        return Some("An SVG can hold a script. It is kept as it is; no picture of it is shown here.".into());
    }
    if end == "pdf" && scripted(&[b"/JavaScript", b"/JS ", b"/JS(", b"/Launch"]) {
        return Some(
            "This PDF holds a script or starts a program. It is kept as it is; it is not opened from here.".into(),
        );
    }
    None
}
/// A PDF may have a few bytes before its mark; the others begin with theirs.
fn found_early(first: &[u8], begins: &[u8], later: bool) -> bool {
    first.starts_with(begins) || (later && first[..first.len().min(1024)].windows(begins.len()).any(|w| w == begins))
}
/// Width and height of a PNG.
fn picture(first: &[u8]) -> Option<(u32, u32)> {
    if !first.starts_with(b"\x89PNG\r\n\x1a\n") {
        return None;
    }
    let four = |at: usize| first.get(at..at + 4).and_then(|b| b.try_into().ok()).map(u32::from_be_bytes);
    Some((four(16)?, four(20)?))
}
